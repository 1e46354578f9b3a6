"""The command `cynosure`: one module a capability, and one place for what goes wrong.

Heavy things are imported inside the commands, since `--help` is felt at every use.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import NoReturn

import typer

from cynosure.cli import (
    audit,
    backup,
    classify,
    decisions,
    demo,
    dissatisfiers,
    doctor,
    erase,
    explain,
    export,
    imports,
    inspect,
    label,
    labellers,
    learn,
    listen,
    measures,
    remedy,
    report,
    search,
    serve,
    take_in,
    themes,
    version,
)
from cynosure.errors import CynosureError

app = typer.Typer(
    name="cynosure",
    help="See your organisation through your customers' eyes.\n\n"
    "Start with: cynosure report export.csv --out report.html",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("report")(report.report)
app.command("inspect")(inspect.inspect)
app.command("take-in")(take_in.take_in)
app.add_typer(imports.app, name="imports")
app.command("search")(search.search)
app.command("explain")(explain.explain)
app.command("audit")(audit.audit)
app.command("classify")(classify.classify)
app.add_typer(labellers.app, name="labellers")
app.command("label")(label.label)
app.command("learn")(learn.learn)
app.add_typer(decisions.app, name="decisions")
app.add_typer(remedy.app, name="remedy")
app.command("listen")(listen.listen)
app.command("export")(export.export)
app.command("erase")(erase.erase)
app.add_typer(themes.app, name="themes")
app.add_typer(dissatisfiers.app, name="dissatisfiers")
app.add_typer(measures.app, name="measures")
app.command("serve")(serve.serve)
app.command("worker")(serve.work)
app.command("doctor")(doctor.doctor)
app.command("migrate")(doctor.migrate)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("demo")(demo.demo)
app.command("version")(version.version)

_STOPPED = "Stopped. Nothing was stored by halves."
_WHAT_WENT_WRONG = {
    errno.ENOSPC: "The disk is full: {file} could not be written. Nothing was stored by halves; "
    "free some space and run the same command again.",
    errno.EACCES: "No permission to use {file}. Give your account access to it and try again.",
    errno.EROFS: "{file} lies on a read-only disk. Choose another place.",
}


def main() -> None:
    """Run the command; say what went wrong in words and with a fitting exit status."""
    try:
        app(prog_name="cynosure", standalone_mode=True)
    except CynosureError as error:
        _stop(str(error), error.exit_status)
    except SystemExit as stop:
        # Typer takes Ctrl-C itself and says nothing.
        if stop.code == 130:
            _stop(_STOPPED, 130)
        raise
    except KeyboardInterrupt:
        _stop(_STOPPED, 130)
    except RuntimeError as error:
        # DuckDB says a Ctrl-C in the middle of a query in a word of its own.
        if not isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            raise
        _stop(_STOPPED, 130)
    except BrokenPipeError:
        # The reader of a pipe has seen enough: that is no fault, and Python must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        words = _WHAT_WENT_WRONG.get(error.errno or 0, "{file} cannot be used: {why}.")
        why = error.strerror or str(error)
        _stop(words.format(file=error.filename or "A file", why=why), 74)


def _stop(message: str, status: int) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(status)
