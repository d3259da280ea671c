"""The seam to MkDocs: a site's pages become MkDocs' pages. `preview.py` has its server."""

from __future__ import annotations

import os
from collections.abc import MutableMapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from mkdocs.config import config_options as option
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from rolecall import addresses, build, render
from rolecall.bundled import bundled
from rolecall.folders import why_not
from rolecall.headers import POLICY
from rolecall.load import Workspace
from rolecall.opened import Opened, open_workspace
from rolecall.pages import Page, Plan, plan
from rolecall.places import Problem
from rolecall.ports import NoPort, nearest_free
from rolecall.site import Site
from rolecall.templates import TemplateMistake, Templates, Words, environment, theme_folders
from rolecall.today import today
from rolecall.validate.shapes import did_you_mean
from rolecall.values import day_of

log = get_plugin_logger("rolecall")


class DayOption(BaseConfigOption[date]):
    """A day, in quotes or not: YAML makes a date of 2026-10-01."""

    def run_validation(self, value: object, /) -> date:
        if type(value) not in (str, date):
            raise ValidationError(f'"{value}" is not a day. Write it as 2026-10-01')
        try:
            return day_of(str(value))
        except ValueError as error:
            raise ValidationError(f"{error}. Write it as 2026-10-01") from None


class RolecallConfig(Config):
    pcn = option.Optional(option.Type(str))
    """The PCN whose site is built: the name of its folder. ROLECALL_PCN goes before it."""
    look = option.Choice(("rolecall", "material"), default="rolecall")
    """Whose frame stands around the pages: Rolecall's own, or that of the theme as MkDocs has it."""
    today = option.Optional(DayOption())
    """The day that the site is built for, as 2026-10-01. Left out: today in England."""


class RolecallPlugin(BasePlugin[RolecallConfig]):
    """Makes one PCN's site out of YAML.

    Under `mkdocs serve` the last good site stays while files have problems. Until there is one, a page shows them.
    """

    def __init__(self) -> None:
        self.serving = False
        self.site: Site | None = None
        self.plan: Plan
        self.problems: tuple[Problem, ...] = ()

    # MkDocs keeps a plugin that has this event from one build of `serve` to the next.
    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        # Everything that can be wrong is found here: MkDocs empties the site's folder right after.
        if not config.use_directory_urls:
            raise PluginError("Rolecall's addresses end in a slash. Delete use_directory_urls from mkdocs.yml.")
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.workspace = Workspace(root, bundled())
        pcn = self._pcn()
        self.env = environment([*self._dirs(config), *theme_folders(self.workspace)])
        self._read(pcn, config)
        name = self.site.name if self.site else pcn
        # Material puts names and titles into its pages as HTML.
        config.site_name = name if self.config.look == "rolecall" else escape(name)
        if not self.serving and self.site:
            config.site_url = self.site.pcn.site_url
            if Path(config.site_dir).absolute() == root / "site":  # MkDocs' default, where every PCN's site lies
                config.site_dir = str(root / "site" / pcn)
            # MkDocs empties this folder first, whatever is in it.
            if why := why_not(Path(config.site_dir).absolute(), root, keeps_hidden=True):
                raise PluginError(f"{config.site_dir}: {why}. Name another folder with -d.")
        config.watch.extend(str(root / name) for name in ("content", "roles", "theme") if (root / name).is_dir())
        return config

    def _pcn(self) -> str:
        there = self.workspace.pcns()
        pcn = os.environ.get("ROLECALL_PCN") or self.config.pcn or (there[0] if len(there) == 1 else None)
        if pcn is None:
            raise PluginError(
                f"Which PCN? Set pcn in mkdocs.yml, or ROLECALL_PCN. There are: {', '.join(there) or 'none yet'}"
            )
        if pcn not in there:
            raise PluginError(
                f'There is no PCN "{pcn}" in content/pcns. {did_you_mean(pcn, there, called="There are")}'
            )
        return pcn

    def _read(self, pcn: str, config: MkDocsConfig) -> None:
        """Set the site, or keep the last good one and set the problems. Without a good one, stop."""
        try:
            day = today(self.config.today)
        except ValueError as error:
            raise PluginError(f"{error}") from None
        opened = open_workspace(self.workspace, [pcn], today=day)
        self.problems = opened.problems or tuple(self._of_pages(opened, pcn))
        if self.problems:
            listed = "\n".join(map(str, self.problems))
            if not self.serving:
                raise PluginError(f"{listed}\n{len(self.problems)} to fix. The last site is untouched.")
            shown = "The last good pages are shown" if self.site else "The site is shown as soon as this is fixed"
            # INFO, because `strict` turns a warning into an answer that never comes.
            log.info("%s, since there is something to fix:\n%s", shown, listed)
            return
        self.published = opened.loaded.published
        self.site = opened.site(pcn, site_url=config.site_url if self.serving else None)
        for note in opened.notes:
            log.info("%s", note)

    def _of_pages(self, opened: Opened, pcn: str) -> Sequence[Problem]:
        """What only shows once there are pages. A preview makes its pages anyway, and follows sooner without."""
        if self.serving:
            site, pcn_file = opened.site(pcn), opened.loaded.pcns[pcn]
            try:
                planned = plan(site, Words(self.env))
            except TemplateMistake as mistake:
                return [mistake.problem]
            return build.problems_of(site, planned, pcn_file, self.workspace, opened.loaded.published)
        try:
            return build.made(opened, pcn).problems
        except TemplateMistake as mistake:
            raise PluginError(f"{mistake}\nThe last site is untouched.") from None

    def _dirs(self, config: MkDocsConfig) -> list[str]:
        """The theme's folders with Rolecall's shell in front, behind only the user's own `custom_dir`."""
        if self.config.look == "rolecall":
            shells = [str(folder) for folder in theme_folders(self.workspace) if folder.name == "shell"]
            at = 1 if config.theme.custom_dir else 0
            config.theme.dirs[at:at] = [folder for folder in shells if folder not in config.theme.dirs]
            config.theme.static_templates.clear()
        return config.theme.dirs

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self.pages: dict[str, Page] = {}
        try:
            return self._site_files(files, config) if self.site else self._only_problems(files, config)
        except TemplateMistake as mistake:
            if not self.serving:
                raise PluginError(str(mistake)) from None
            self.pages, self.problems = {}, tuple({*self.problems, mistake.problem})
            return self._only_problems(files, config)

    def _site_files(self, files: Files, config: MkDocsConfig) -> Files:
        assert self.site
        own_frame = self.config.look == "rolecall"
        for file in list(files):
            # What a theme brings for its own frame has no use in ours.
            beside_pages = file.src_dir == config.docs_dir  # of which `static_files` knows what may be published
            if file.is_documentation_page() or beside_pages or (own_frame and file.src_dir != config.theme.custom_dir):
                files.remove(file)
        self.plan = plan(self.site, Words(self.env))
        if own_frame:  # A mistake in the frame would end MkDocs where nothing can catch it.
            render.framed(self.env, self.plan.frame, self.plan.pages[0], Markup())
        frame = set(self.workspace.each("theme/shell"))
        for name, data in build.static_files(self.site, self.plan, self.workspace, self.published).items():
            if own_frame or not (name in frame and name.startswith("assets/")):
                self._add(files, File.generated(config, name, content=data))
        ready: list[tuple[str, bytes]] = []
        for part in self.plan.files:
            # Pages in Material's frame lead to codes, data and calendars. Its search and list for robots are its own.
            if own_frame or part.file.startswith((addresses.CODES, addresses.DATA, addresses.SERVICES)):
                ready.append((part.file, render.file_bytes(self.env, self.plan.frame, part)))
        for page in self.plan.pages:
            if page.address and not page.address.endswith("/"):
                if own_frame:
                    ready.append((page.file, render.whole(self.env, self.plan.frame, page)))
                continue
            source = (page.address.rstrip("/") or "index") + ".md"
            in_nav = not own_frame and page.address.count("/") <= 1
            self.pages[source] = page
            self._add(
                files,
                File.generated(
                    config,
                    source,
                    content="",
                    inclusion=InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV,
                ),
            )
        for name, content in ready:
            self._add(files, File.generated(config, name, content=content))
        return files

    def _only_problems(self, files: Files, config: MkDocsConfig) -> Files:
        """What is served where there is no page to show: one that says what is wrong, at each address."""
        top = urlsplit(config.site_url or "/").path
        config.theme.static_templates.clear()
        for file in list(files):
            files.remove(file)
        for name, content in render.problems_site(self.env, self.workspace, self.problems, top=top).items():
            self._add(files, File.generated(config, name, content=content))
        return files

    @staticmethod
    def _add(files: Files, file: File) -> None:
        """Add a file. A file of the user's own theme folder stays, as it would with any theme."""
        if there := files.get_file_from_path(file.src_uri):
            files.remove(there)
        files.append(file)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        host, port = config.dev_addr
        try:
            free = nearest_free(host, port)
        except NoPort as no:
            raise PluginError(f"{no}") from None
        if free != port:
            raise PluginError(f"Port {port} is in use. This one is free: mkdocs serve --dev-addr {host}:{free}")
        return server

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        title = self.pages[page.file.src_uri].title
        page.meta["title"] = title if self.config.look == "rolecall" else escape(title)
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        planned = self.pages[page.file.src_uri]
        try:
            inside = render.body(self.env, self.plan.frame, planned)
        except TemplateMistake as mistake:
            if not self.serving:
                raise PluginError(str(mistake)) from None
            inside = Markup("<h1>{}</h1>").format(planned.title)
            self.problems = tuple({*self.problems, mistake.problem})
        if self.config.look != "rolecall":
            frame = self.plan.frame
            inside = render.beginning(self.env, frame) + inside + render.ending(self.env, frame, planned)
        return inside

    def on_env(self, env: Templates, *, config: MkDocsConfig, files: Files) -> Templates:
        # MkDocs' own environment neither escapes nor notices a misspelt name.
        if self.config.look == "rolecall":
            return self.env
        env.autoescape = True
        # What stands in mkdocs.yml is the site owner's own HTML, and was never escaped.
        config.copyright = config.copyright and Markup(config.copyright)
        _mark_as_html(config.extra)
        return env

    @event_priority(-100)  # after the plugins that still change what is on the page
    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Any) -> Any:
        if self.config.look == "rolecall":
            planned = self.pages[page.file.src_uri]
            assert page.content is not None
            policy = "" if self.serving else POLICY
            inside = Markup(page.content)
            context.update(render.frame_values(self.plan.frame, planned, inside, problems=self.problems, policy=policy))
        else:
            page.content = page.content and Markup(page.content)
        return context


def _mark_as_html(settings: Any) -> None:
    """Each text in the settings, however deep, is HTML and not escaped again."""
    keys = settings if isinstance(settings, MutableMapping) else range(len(settings))
    for key in keys:
        if isinstance(settings[key], str):
            settings[key] = Markup(settings[key])
        elif isinstance(settings[key], (MutableMapping, list)):
            _mark_as_html(settings[key])
