"""IIS as far as it reads `web.config`: what may stand there, and what a page is sent with.

The rules are those of IIS's own IIS_schema.xml: which attributes a section has and their types, which of them is the
key of a collection, and that a key which is there already, from a folder above too, is an error (500.19). Keys are
compared without regard to capitals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

BOOL, TEXT = r"true|false", r"[\s\S]+"
SPAN = r"(\d+\.)?\d\d:[0-5]\d:[0-5]\d"
ATTRIBUTES: dict[str, dict[str, str]] = {
    "defaultDocument": {"enabled": BOOL},
    "httpProtocol": {"allowKeepAlive": BOOL},
    "staticContent": {"defaultDocFooter": TEXT, "isDocFooterFileName": BOOL, "enableDocFooter": BOOL},
    "staticContent/clientCache": {
        "cacheControlMode": "NoControl|DisableCache|UseMaxAge|UseExpires",
        "cacheControlMaxAge": SPAN,
        "httpExpires": TEXT,
        "cacheControlCustom": TEXT,
        "setEtag": BOOL,
    },
    "httpErrors": {
        "errorMode": "DetailedLocalOnly|Custom|Detailed",
        "existingResponse": "Auto|Replace|PassThrough",
        "defaultResponseMode": "File|ExecuteURL|Redirect",
    },
    "httpRedirect": {
        "enabled": BOOL,
        "destination": TEXT,
        "exactDestination": BOOL,
        "childOnly": BOOL,
        "httpResponseStatus": "Permanent|Found|Temporary",
    },
}
"""Sections and elements with their attributes. `defaultPath` of errors is locked for a folder, so it is not here."""


@dataclass(frozen=True)
class Collection:
    """What may be added to a place, by which key it is known."""

    add: str
    key: tuple[str, ...]
    needed: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)


COLLECTIONS = {
    "defaultDocument/files": Collection("add", ("value",), {"value": TEXT}),
    "httpProtocol/customHeaders": Collection("add", ("name",), {"name": r"[!-~]+"}, {"value": r"[ -~]*"}),
    "httpProtocol/redirectHeaders": Collection("add", ("name",), {"name": r"[!-~]+"}, {"value": r"[ -~]*"}),
    "staticContent": Collection(
        "mimeMap", ("fileExtension",), {"fileExtension": r"\.\S+", "mimeType": r"[\w.+-]+/[\w.+-]+"}
    ),
    "httpErrors": Collection(
        "error",
        ("statusCode", "subStatusCode"),
        {"statusCode": r"[4-9]\d\d", "path": r"(?![A-Za-z]:|[\\/])[\w./-]+"},
        {"subStatusCode": r"-1|\d{1,3}", "responseMode": "File|ExecuteURL|Redirect", "prefixLanguageFilePath": TEXT},
    ),
}
"""A path of an error is a file below, since absolute ones are not allowed to a folder."""

ABOVE = {
    "defaultDocument/files": [{"value": "Default.htm"}, {"value": "index.html"}],
    "httpProtocol/customHeaders": [{"name": "X-Powered-By", "value": "ASP.NET"}, {"name": "x-content-type-options"}],
    "staticContent": [{"fileExtension": ".HTML"}, {"fileExtension": ".ics"}, {"fileExtension": ".webp"}],
    "httpErrors": [{"statusCode": "404", "path": "404.htm"}],
}
"""What a server may have set for all of its sites, as many do."""


class Refused(Exception):
    """IIS answers every request with 500 and this reason."""


Settings = dict[str, object]


class Site:
    """A folder of IIS with a web.config."""

    def __init__(self, config: bytes) -> None:
        root = etree.fromstring(config, etree.XMLParser(resolve_entities=False))
        if root.tag != "configuration":
            raise Refused(root.tag)
        self.base: Settings = {name: [*items] for name, items in ABOVE.items()}
        self.locations: dict[str, Settings] = {}
        for child in root.iterchildren(tag=etree.Element):
            if child.tag == "system.webServer":
                self._sections(child, self.base)
        for child in root.iterchildren(tag=etree.Element):
            if child.tag == "location":
                self._location(child)
            elif child.tag != "system.webServer":
                raise Refused(child.tag)

    def _location(self, element: etree._Element) -> None:
        if {*element.attrib} - {"path", "allowOverride", "inheritInChildApplications"}:
            raise Refused(str(element.attrib))
        path = element.get("path", "").lower()
        if path in self.locations or path.strip("/") != path or not re.fullmatch(r'[^\\?%*:|"<>]+', path):
            raise Refused(f"location {path}")
        above = self.settings(path)
        self.locations[path] = {name: [*value] if isinstance(value, list) else value for name, value in above.items()}
        for child in element.iterchildren(tag=etree.Element):
            if child.tag != "system.webServer":
                raise Refused(child.tag)
            self._sections(child, self.locations[path])

    def settings(self, path: str) -> Settings:
        """What holds at a path: what the nearest location says, or all of the site."""
        parts = path.lower().strip("/").split("/")
        tried = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((self.locations[name] for name in tried if name in self.locations), self.base)

    def _sections(self, element: etree._Element, settings: Settings) -> None:
        seen = set()
        for section in element.iterchildren(tag=etree.Element):
            if section.tag in seen:
                raise Refused(f"{section.tag} twice")
            seen.add(section.tag)
            self._element(section, section.tag, settings)

    def _element(self, element: etree._Element, name: str, settings: Settings) -> None:
        collection = COLLECTIONS.get(name)
        if name not in ATTRIBUTES and not collection:
            raise Refused(f"{name} is not known")
        allowed = ATTRIBUTES.get(name, {})
        for key, value in element.attrib.items():
            if key not in allowed or not re.fullmatch(allowed[key], value):
                raise Refused(f"{name} {key}={value}")
            settings[f"{name}@{key}"] = value
        for child in element.iterchildren(tag=etree.Element):
            if collection and child.tag in (collection.add, "remove", "clear"):
                self._change(child, name, collection, settings)
            else:
                self._element(child, f"{name}/{child.tag}", settings)

    def _change(self, element: etree._Element, name: str, collection: Collection, settings: Settings) -> None:
        there = settings.setdefault(name, [])
        assert isinstance(there, list)
        given = dict(element.attrib)
        if element.tag == "clear":
            there.clear()
            return
        known = {**collection.needed, **collection.others}
        if element.tag == "remove":
            known = {key: known[key] for key in collection.key}
        for key, value in given.items():
            if key not in known or not re.fullmatch(known[key], value):
                raise Refused(f"{name} {element.tag} {key}={value}")

        def key_of(item: Mapping[str, str]) -> tuple[str, ...]:
            return tuple(item.get(key, "-1").lower() for key in collection.key)

        same = [item for item in there if key_of(item) == key_of(given)]
        if element.tag == "remove":
            there[:] = [item for item in there if item not in same]
            return
        if lacking := collection.needed.keys() - given.keys():
            raise Refused(f"{name} {element.tag} without {lacking}")
        if same:
            raise Refused(f"{name}: {key_of(given)} is there already")
        there.append(given)

    def listed(self, path: str, name: str) -> list[dict[str, str]]:
        """What a collection holds at a path."""
        found = self.settings(path).get(name, [])
        assert isinstance(found, list)
        return found

    def headers(self, path: str) -> dict[str, str]:
        """What is sent with what lies at a path."""
        return {item["name"]: item.get("value", "") for item in self.listed(path, "httpProtocol/customHeaders")}

    def kind(self, path: str) -> str | None:
        """The type of a file. None where IIS answers 404, as it knows none."""
        ending = "." + path.rpartition(".")[2].lower()
        maps = self.listed(path, "staticContent")
        return next((item.get("mimeType", "?") for item in maps if item["fileExtension"].lower() == ending), None)

    def leads_to(self, path: str) -> str | None:
        """Where an address leads on to, for good."""
        found = self.settings(path)
        if found.get("httpRedirect@enabled") == "true" and found.get("httpRedirect@exactDestination") == "true":
            assert found["httpRedirect@httpResponseStatus"] == "Permanent"
            return str(found["httpRedirect@destination"])
        return None
