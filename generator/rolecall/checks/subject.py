"""What is looked at of a PCN, for each group of checks the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rolecall.load import Loaded, YamlFile
from rolecall.model import PCN, Content
from rolecall.site.services import SiteService, site_services


@dataclass(frozen=True)
class Subject:
    """A PCN on a day, with what all PCNs share."""

    content: Content
    id: str
    loaded: Loaded
    today: date

    @property
    def pcn(self) -> PCN:
        """What its `pcn.yml` says."""
        return self.content.pcns[self.id]

    @property
    def file(self) -> YamlFile:
        """Its `pcn.yml`."""
        return self.loaded.pcns[self.id]

    @cached_property
    def service_files(self) -> dict[str, YamlFile]:
        """The file of each service, by id."""
        return self.loaded.services_in(self.id)

    @cached_property
    def services(self) -> tuple[tuple[SiteService, YamlFile], ...]:
        """Its services as its site shows them, each with its file."""
        shown = site_services(self.content, self.id, today=self.today)
        return tuple((service, self.service_files[service.id]) for service in shown)

    @cached_property
    def files(self) -> tuple[YamlFile, ...]:
        """Its `pcn.yml`, and the files of its services."""
        return (self.file, *(file for _, file in self.services))
