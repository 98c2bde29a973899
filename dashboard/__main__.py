"""`python -m dashboard COMMAND`."""

from dashboard.cli import main
from dashboard.processes import without_pandas

if __name__ == "__main__":
    without_pandas()
    main()
