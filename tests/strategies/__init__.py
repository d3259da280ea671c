"""The gallery of strategies: any workspace that people may write, as the plain values that YAML holds.

`texts` has what stands in one field, `drawn` walks the model, `shared`, `local`, `services` and `pages` draw files of
each kind, `workspaces` puts them together. A field that is added to the model is drawn without a change here, as soon
as its kind of text is known in `drawn`.
"""

from strategies.workspaces import Drawn, workspaces

__all__ = ["Drawn", "workspaces"]
