"""`python -m dashboard COMMAND`."""

import errno
import sys

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
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(f"{error.strerror}: not all of it could be written.", file=sys.stderr)
        leave(1)
