"""Where the files lie that Rolecall ships: `content/`, `roles/`, `theme/` and `mkdocs.yml`.

In a wheel they are in `rolecall/_bundled/`; in a checkout, at its top. An editable install
also leaves a copy in site-packages that nothing reads: `__file__` points to the checkout.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled() -> Path:
    """The folder that holds the shipped files. FileNotFoundError names both places where they could be."""
    wheel, checkout = _PACKAGE / "_bundled", _PACKAGE.parents[1]
    for folder in (wheel, checkout):
        if (folder / "roles").is_dir() and (folder / "theme").is_dir():
            return folder
    raise FileNotFoundError(f"Rolecall's own files are in neither {wheel} nor {checkout}. Install it again.")


def of_package(name: str, *parts: str) -> Path:
    """A file or folder that an installed package ships, without importing it: importing mkdocs takes long."""
    spec = find_spec(name)
    assert spec and spec.origin, f"{name} is a dependency of Rolecall"
    return Path(spec.origin).parent.joinpath(*parts)


def icons() -> Path:
    """The folder of the pictures that mkdocs-material ships, as `material/ear-hearing.svg`."""
    return of_package("material", "templates/.icons")
