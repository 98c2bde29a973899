"""`python -m dashboard COMMAND`."""

from dashboard.cli import main
from dashboard.processes import leave, without_pandas

if __name__ == "__main__":
    without_pandas()
    try:
        main()
    except SystemExit as done:
        if isinstance(done.code, int):
            leave(done.code)
        raise
