"""Leaflets to print, as PDFs that a screen reader can read too: what is on them, and how they are printed."""

from __future__ import annotations

from rolecall.exchange.leaflets.parts import leaflets
from rolecall.exchange.leaflets.printer import FONTS, CannotPrint, NotPrinted, Printer, Wanted, printed

__all__ = ["FONTS", "CannotPrint", "NotPrinted", "Printer", "Wanted", "leaflets", "printed"]
