"""The server of `rolecall edit`: it runs until somebody ends it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rolecall.edit.app import app_of, serving
from rolecall.edit.beside import noted
from rolecall.edit.desk import Desk
from rolecall.edit.guard import guard
from rolecall.ports import url_of
from rolecall.workspace import Workspace


def edit(workspace: Workspace, pcn: str, host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Serve the site of a PCN with its forms. `ready` gets the whole address, with its token, once it answers."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # each request would be printed, with the token
    url = url_of(host, port)
    let_in = guard(host, port)
    with TemporaryDirectory(prefix="rolecall_") as folder:
        desk = Desk(workspace, pcn, url, Path(folder), clock=lambda: f"{datetime.now():%H:%M}")
        with serving(app_of(desk, let_in, port), host, port) as server, noted(workspace.root, url):
            ready(f"{url}?token={let_in.token}")
            server.serve_forever()
