"""`python -m dashboard COMMAND`."""

from dashboard.cli import main

if __name__ == "__main__":
    main()
