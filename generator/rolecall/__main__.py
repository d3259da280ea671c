"""`python -m rolecall`."""

import sys

if __name__ == "__main__":
    del sys.path[0]  # the folder that somebody is in: a file of theirs called jinja2.py would be run

    from rolecall.cli import main

    main()
