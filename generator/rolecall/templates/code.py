"""The code that templates become: calls that cost less, and macros that remember what they wrote."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from markupsafe import Markup, escape

REMEMBERED = 512
"""How many texts of each macro are remembered. A PCN has some 400 answers that comparisons put side by side."""


class _Code(CodeGenerator):
    """Code in which calls are plain calls, since nothing that our templates call wants to know where it is called."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        is_plain = isinstance(node.node, nodes.Name | nodes.Getattr) and not (node.dyn_args or node.dyn_kwargs)
        if forward_caller or not is_plain or any(iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        is_of_component = (self.name or "").startswith("components/")
        self.write("environment.remembering(" if is_of_component else "(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _remembering(macro: Macro) -> Callable[..., str]:
    """A macro of a component, which knows nothing but its arguments: for the same ones it writes the same.

    Of a whole page, nothing comes twice.
    """
    if macro.caller or macro.catch_kwargs or macro.catch_varargs or "page" in macro.arguments:
        return macro
    known = lru_cache(REMEMBERED, typed=True)(macro)  # typed, since text and HTML may be equal

    def remembering(*args: object, **kwargs: object) -> str:
        try:
            return known(*args, **kwargs)
        except Exception:
            if _has_hash(*args, *kwargs.values()):
                raise
            return macro(*args, **kwargs)

    return remembering


def _has_hash(*values: object) -> bool:
    try:
        hash(values)
    except Exception:  # TypeError, or Jinja's own of what is undefined
        return False
    return True


def _escaped(value: object) -> str:
    """A value as HTML."""
    if type(value) is Markup:
        return value
    return _escaped_text(value) if type(value) is str else escape(value)


_escaped_text = lru_cache(4096)(escape)


class Environment(jinja2.Environment):
    """Jinja's, whose templates become this code."""

    code_generator_class = _Code
    remembering = staticmethod(_remembering)
    escaped = staticmethod(_escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates know. Jinja's own chain of maps is walked through at each import."""
        return super().make_globals(d) if d else self.globals
