"""Commands to calls, problems to print-out and exit codes. The one module that prints.

Exit codes: 0 fine, 1 something to fix in the content, 2 a wrong command, 3 a bug in Rolecall.
Imports stand inside the commands: `rolecall --help` answers before the model is even read.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback

import click

from rolecall.cli.commands import cli
from rolecall.cli.printing import BUG, tell
from rolecall.cli.writes import not_written
from rolecall.writing import NotWritten

__all__ = ["cli", "main"]


def main() -> None:
    """Run a command and leave with its exit code."""
    gc.set_threshold(100_000)  # values here form no circles, and a command ends soon
    try:
        code = cli.main(standalone_mode=False)
    except click.Abort:
        tell("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        tell(shown.getvalue().rstrip("\n"), err=True)
        code = error.exit_code
    except BrokenPipeError:  # Whoever reads what we print has had enough, as with `rolecall check | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except NotWritten as error:
        tell(not_written(error), err=True)
        code = 1
    except OSError as error:
        tell(f"{error.filename or 'A file'}: {error.strerror or error}", err=True)
        code = 1
    except Exception:
        traceback.print_exc()
        tell(BUG, err=True)
        code = 3
    sys.exit(code)
