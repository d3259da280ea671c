"""What the browser asks for and what it gets. The one module that imports flask."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import flask
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Response

from rolecall.addresses import NOT_FOUND, address_of, asset, file_of
from rolecall.bundled import bundled
from rolecall.edit.answer import Answer, Goto
from rolecall.edit.controls import Sent
from rolecall.edit.desk import Desk, Saved
from rolecall.edit.doing import listed
from rolecall.edit.forms import NEW, Form, like
from rolecall.edit.guard import ANSWERED, CLOSED, LARGEST, Guard
from rolecall.edit.mending import put_right, wrong
from rolecall.edit.paste import LONGEST
from rolecall.edit.pencils import BELOW, Way, pencils, ways_from, with_pencils
from rolecall.edit.things import NOT_COPIED, Things, services_of, things_of
from rolecall.edit.visiting import FIRST, visited
from rolecall.places import Problem
from rolecall.templates import environment, filled, theme_folders
from rolecall.workspace import Workspace
from rolecall.writing import NotWritten

_SHIPPED = Workspace(bundled(), bundled())
_LOOKS = (asset("rolecall.css"), asset("icon.svg"))
"""The files of the theme that our own pages need."""

_OF_A_SOUND_PCN = ("things", "form", "services", "paste", "first", "to-do")
"""What is only answered where files have no mistake."""

_WRONG = "wrong"
"""The part of an address that says which form with something wrong it shows."""

_ASSETS = {"edit.css": "text/css", "edit.js": "text/javascript"}


KEPT = 20
"""Forms with something wrong that are kept, the newest last."""


class _Edit(NamedTuple):
    """What each of our pages knows."""

    below: str
    csrf: str
    last: Saved | None
    """The last save, which can be taken back."""
    messages: tuple[str, ...]
    """What became of what somebody just did."""
    has_pcn: bool = True
    is_sound: bool = True
    """Whether the files have no mistake."""
    to_do: int = 0
    """How many things there are to do."""
    has_first_steps: bool = False
    """Whether something of the first visit is left."""


class _Bar(NamedTuple):
    pencils: tuple[Way, ...]
    back: str


class _FormPage(NamedTuple):
    form: Form
    back: str


class _Saves(NamedTuple):
    saves: tuple[Saved, ...]
    address: str


class _Things(NamedTuple):
    name: str
    things: Things


class _Problems(NamedTuple):
    problems: tuple[Problem, ...]


class _Paste(NamedTuple):
    text: str
    problems: tuple[Problem, ...]


class Answers:
    """The answers of `rolecall edit`: the pages of a site with pencils, and forms below `-/`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._templates = environment(theme_folders(_SHIPPED))  # a PCN's own are for its site
        self._wrong: dict[str, tuple[str, str, object]] = {}
        """What was wrong with what was sent: its path, its template and what that shows, by the key in its address."""

    def _filled(self, template: str, data: object) -> str:
        saved = self.desk.saves[-1] if self.desk.saves else None
        overview, has_pcn = self.desk.overview(), bool(self.desk.pcn)
        edit = _Edit(
            f"/{BELOW}",
            generate_csrf(),
            saved,
            tuple(map(str, flask.get_flashed_messages())),
            has_pcn,
            has_pcn and self.desk.is_sound(),
            len(overview.items),
            overview.has_first_steps,
        )
        return str(filled(self._templates, f"edit/{template}.html.jinja", edit=edit, data=data))

    def page(self, template: str, data: object, status: int = 200) -> Response:
        """One of our pages, from `theme/edit/`."""
        return flask.Response(self._filled(template, data), status, mimetype="text/html")

    def _told(self, template: str, data: object, path: str = "") -> Response:
        """What is wrong with what was sent, at an address of its own: Back and reload send nothing once more."""
        key, path = secrets.token_urlsafe(9), path or flask.request.path
        self._wrong = dict([*self._wrong.items(), (key, (path, template, data))][-KEPT:])
        args = {**flask.request.args.to_dict(), _WRONG: key}
        return flask.redirect(f"{quote(path)}?{urlencode(args)}", 303)

    def told_before(self) -> Response | None:
        """The same page as before, where its address is asked for."""
        key = flask.request.args.get(_WRONG, "") if flask.request.method == "GET" else ""
        path, template, data = self._wrong.get(key, ("", "", None))
        return self.page(template, data, 422) if path and path == flask.request.path else None

    def of_site(self, path: str) -> Response:
        """A file of the site as the files say now. A page has its bar and its pencils."""
        if not self.desk.pcn:
            return self._of_the_theme(path)
        site = self.desk.site()
        name = file_of(path)
        data = site.files.get(name)
        if data is None and f"{name}/index.html" in site.files:
            return flask.redirect(f"/{quote(name)}/")
        status = 200 if data is not None else 404
        if data is None:
            name, data = NOT_FOUND, site.not_found() or b""
        if not name.endswith(".html"):
            return flask.Response(data, status, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
        return flask.Response(self._with_pencils(name, data.decode()), status, mimetype="text/html")

    def _of_the_theme(self, path: str) -> Response:
        """What our pages look like before there is a site. All else leads to its beginning."""
        file = _SHIPPED.find(f"theme/shell/{path}") if path in _LOOKS else None
        if file is None:
            return flask.redirect(FIRST)
        return flask.Response(file.read_bytes(), mimetype=mimetypes.guess_type(path)[0] or "text/plain")

    def _with_pencils(self, name: str, text: str) -> str:
        opened, plan, back = self.desk.opened(), self.desk.site().plan, f"/{address_of(name)}"
        page = next((page for page in plan.pages if page.file == name), None) if plan else None
        is_sound = self.desk.pcn in opened.pcns
        ways = ways_from(pencils(page, self.desk.layout(opened)), back) if page and is_sound else ()
        bar = _Bar(tuple(way for way in ways if way.is_in_bar), back)
        return with_pencils(text, ways, self._filled("bar", bar), change="Change: {}")

    def form(self, kind: str, id: str) -> Response:
        """A form as the files say now, or what was wrong when it was sent."""
        back = _back(flask.request.values.get("back", ""))
        form = self.desk.form(kind, id)
        if form is None:
            flask.abort(404)
        if flask.request.method == "GET":
            other = self.desk.form(kind, flask.request.args.get("like", "")) if id == NEW else None
            return self.page("form", _FormPage(like(form, other, NOT_COPIED) if other else form, back))
        sent = _sent() or Sent({})
        files = flask.request.files.items()
        pictures = {name.removeprefix("file:"): file.read() for name, file in files if file.filename}
        odd, saved = self.desk.save(kind, id, sent, pictures=pictures, take_out=sent.text("take-out"))
        if odd:
            return self._told("form", _FormPage(odd, back))
        flask.flash("saved" if saved else "same")
        return flask.redirect(back or f"/{BELOW}")

    def things(self) -> Response:
        """All that can be changed."""
        opened = self.desk.opened()
        name = opened.content.pcns[self.desk.pcn].name
        return self.page("things", _Things(name, things_of(self.desk.layout(opened))))

    def first_visit(self, id: str) -> Response:
        """A step of the first visit."""
        return self._answered(visited(self.desk, id, flask.request.args, _sent()))

    def to_do(self) -> Response:
        """What there is to do, and what was ticked of it."""
        return self._answered(listed(self.desk, _sent()))

    def wrong(self) -> Response:
        """What is wrong with the files, and lines that were put right."""
        return self._answered(put_right(self.desk, _sent()))

    def instead(self) -> Response | None:
        """What is answered in place of our pages while there is no PCN, or its files have a mistake."""
        if not self.desk.pcn:
            return None if flask.request.endpoint == "first" else flask.redirect(FIRST)
        return None if self.desk.is_sound() else self._answered(wrong(self.desk, was_sent=_sent() is not None))

    def entry(self, path: str) -> str:
        """Where somebody begins who comes with the token: at the first visit, where nothing but a name is known."""
        is_new = path == "/" and (not self.desk.pcn or self.desk.is_new())
        return FIRST if is_new else path

    def _answered(self, answer: Answer | None) -> Response:
        if answer is None:
            flask.abort(404)
        if isinstance(answer, Goto):
            if answer.message:
                flask.flash(answer.message)
            return flask.redirect(answer.address)
        if answer.status == 422 and flask.request.method == "POST":
            return self._told(answer.template, answer.data)
        return self.page(answer.template, answer.data, answer.status)

    def services(self) -> Response:
        """The services, each with what can be done with it."""
        if flask.request.method == "POST":
            return self._status(flask.request.form.get("id", ""), flask.request.form.get("status", ""))
        return self.page("services", services_of(self.desk.layout(self.desk.opened())))

    def _status(self, id: str, status: str) -> Response:
        """Pause, close or open a service again, as if it were chosen in its form."""
        form = self.desk.form("service", id)
        if form is None or id == NEW:
            flask.abort(404)
        (control,) = (each for each in form.controls if each.heading == "Status")
        sent = Sent({control.name: [status], f"seen:{control.name}": [control.text]})
        odd, saved = self.desk.save("service", id, sent)
        if odd:
            return self._told("form", _FormPage(odd, f"/{BELOW}services"), f"/{BELOW}service/{id}")
        flask.flash("saved" if saved else "same")
        return flask.redirect(f"/{BELOW}services")

    def paste(self) -> Response:
        """Services copied from a workbook: paste them, say what the columns are, add them."""
        if flask.request.method == "GET":
            return self.page("paste", _Paste("", ()))
        sent = _sent() or Sent({})
        if text := sent.text("pasted"):
            if len(text) > LONGEST:
                flask.abort(413)
            self.desk.paste(text)
        found, problems = self.desk.pasted(sent)
        if found is None:
            return self.page("paste", _Paste(text, tuple(problems)), 422)
        if sent.text("add") and found.new and found.is_sound:
            self.desk.add(found)
            flask.flash("saved")
            return flask.redirect(f"/{BELOW}services")
        return self.page("pasted", found, 200 if found.is_sound else 422)

    def undo(self) -> Response:
        """Take back the last save."""
        undone, changed = self.desk.undo()
        flask.flash("undone" if undone else "changed-since" if changed else "nothing-to-undo")
        return flask.redirect(_back(flask.request.form.get("back", "")) or f"/{BELOW}saves")

    def saves(self) -> Response:
        """What was saved, the last first."""
        return self.page("saves", _Saves(tuple(reversed(self.desk.saves)), f"/{BELOW}saves"))


def app_of(desk: Desk, guard: Guard, port: int) -> flask.Flask:
    """The server's answers, behind its guard."""
    app = flask.Flask("rolecall", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME=f"rolecall-{port}",  # browsers do not tell ports apart
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=LARGEST,
        MAX_FORM_PARTS=None,  # a role at 20 surgeries has more fields than the 1,000 that Flask takes
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day
        WTF_CSRF_SSL_STRICT=False,
    )
    answers = Answers(desk)

    @app.before_request
    def let_in() -> Response | None:
        request = flask.request
        if not guard.may_ask(request.host):
            return _refused("This address is for this computer alone.", 403)
        if request.method not in ("GET", "HEAD") and not guard.may_send(
            request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        ):
            return _refused("This form comes from another page.", 403)
        if request.method == "GET" and guard.is_token(request.args.get("token", "")):
            flask.session["is_in"] = True
            return flask.redirect(answers.entry(request.path))
        if not flask.session.get("is_in"):
            return _refused(CLOSED, 403)
        instead = answers.instead() if request.endpoint in _OF_A_SOUND_PCN else None
        return instead or answers.told_before()

    CSRFProtect(app)  # after the guard: no form is read of whoever is not let in

    @app.after_request
    def with_headers(response: flask.Response) -> flask.Response:
        response.headers.update(ANSWERED)
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if isinstance(error, CSRFError):
            return _refused(
                "This form is from an earlier start of rolecall edit. Go back, and open the page again.", 400
            )
        if error.code == 413:
            return _refused(f"This is too large. {LARGEST // 1024 // 1024} MB are the most.", 413)
        return _refused(error.name, error.code or 500)

    @app.errorhandler(NotWritten)
    def not_written(error: NotWritten) -> Response:
        why = f"{error.filename}: this file cannot be written: {error.strerror}. Nothing was changed."
        return _refused(f"{why} Go back, and save again.", 507)

    @app.get(f"/{BELOW}<any({', '.join(map(repr, _ASSETS))}):name>")
    def looks(name: str) -> Response:
        path = _SHIPPED.find(f"theme/edit/{name}")
        return flask.Response(Path(path).read_bytes() if path else b"", mimetype=_ASSETS[name])

    app.add_url_rule(f"/{BELOW}", "things", answers.things)
    app.add_url_rule(f"/{BELOW}first/", "first", answers.first_visit, defaults={"id": ""})
    app.add_url_rule(f"/{BELOW}first/<id>", "first", answers.first_visit, methods=["GET", "POST"])
    app.add_url_rule(f"/{BELOW}to-do", "to-do", answers.to_do, methods=["GET", "POST"])
    app.add_url_rule(f"/{BELOW}wrong", "wrong", answers.wrong, methods=["GET", "POST"])
    app.add_url_rule(f"/{BELOW}helplines", "helplines", answers.things)
    app.add_url_rule(f"/{BELOW}saves", "saves", answers.saves)
    app.add_url_rule(f"/{BELOW}services", "services", answers.services, methods=["GET", "POST"])
    app.add_url_rule(f"/{BELOW}paste", "paste", answers.paste, methods=["GET", "POST"])
    app.add_url_rule(f"/{BELOW}undo", "undo", answers.undo, methods=["POST"])
    app.add_url_rule(f"/{BELOW}<kind>", "form", answers.form, methods=["GET", "POST"], defaults={"id": ""})
    app.add_url_rule(f"/{BELOW}<kind>/<path:id>", "form", answers.form, methods=["GET", "POST"])
    app.add_url_rule("/", "home", answers.of_site, defaults={"path": ""})
    app.add_url_rule("/<path:path>", "site", answers.of_site)
    return app


@contextmanager
def serving(app: flask.Flask, host: str, port: int) -> Iterator[BaseWSGIServer]:
    """A server for these answers, which holds its port until it is left."""
    server = make_server(host, port, app, threaded=True)
    try:
        yield server
    finally:
        server.server_close()


def _sent() -> Sent | None:
    """What a form gave back, if it was sent."""
    form = flask.request.form
    return Sent({name: form.getlist(name) for name in form}) if flask.request.method == "POST" else None


def _refused(sentence: str, status: int) -> Response:
    return flask.Response(f"{sentence}\n", status, mimetype="text/plain")


def _back(given: str) -> str:
    """An address of this server to go back to. Empty for any other."""
    parts: Any = urlsplit(given)
    is_ours = given.startswith("/") and not given.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return given if is_ours and "\\" not in given and given.isprintable() else ""
