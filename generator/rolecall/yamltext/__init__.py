"""YAML text to values with places, and back, keeping comments. The one module that imports a YAML library."""

from rolecall.yamltext.compose import composed, written, written_for_any
from rolecall.yamltext.items import items_as_written, with_items
from rolecall.yamltext.nodes import YamlFields, YamlList, YamlNode, YamlText, is_empty, node_at, place_at, plain
from rolecall.yamltext.read import read
from rolecall.yamltext.write import commented, updated

__all__ = [
    "YamlFields",
    "YamlList",
    "YamlNode",
    "YamlText",
    "commented",
    "composed",
    "is_empty",
    "items_as_written",
    "node_at",
    "place_at",
    "plain",
    "read",
    "updated",
    "with_items",
    "written",
    "written_for_any",
]  # fmt: skip
