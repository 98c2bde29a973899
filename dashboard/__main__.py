"""`python -m dashboard COMMAND`."""

from dashboard.processes import leave, start

if __name__ == "__main__":
    start()
    from dashboard.cli import main

    try:
        main()
    except SystemExit as done:
        if isinstance(done.code, int):
            leave(done.code)
        raise
