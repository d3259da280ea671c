"""The gallery of strategies: any workspace that people may write, as the plain values that YAML holds.

`texts` has what stands in one field, `drawn` walks the model, `shared`, `local`, `services` and `pages` draw files of
each kind, `workspaces` puts them together. A field that is added to the model is drawn without a change here, as soon
as its kind of text is known in `drawn`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import HypothesisWarning

from strategies.workspaces import Drawn, workspaces

__all__ = ["Drawn", "look_at", "workspaces"]

BLOCK = 10
"""Workspaces of one seed. After so many, Hypothesis only varies those that it has, and they stay small and alike."""


def look_at(count: int, look: Callable[[Drawn], None], *, first: int = 0) -> None:
    """Call `look` with about so many workspaces, always the same, of the seeds from `first` on.

    An error names its seed. Looking for a smaller workspace would take minutes, so nobody does.
    """
    quiet = settings(
        max_examples=BLOCK,
        deadline=None,
        database=None,
        derandomize=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate],
    )
    for block in range(first, first + max(1, count // BLOCK)):

        def one(drawn: Drawn) -> None:
            look(drawn)

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", HypothesisWarning)  # that a workspace is long
                seed(block)(quiet(given(drawn=workspaces())(one)))()
        except BaseException as error:
            error.add_note(f"It is a workspace of seed {block}.")
            raise
