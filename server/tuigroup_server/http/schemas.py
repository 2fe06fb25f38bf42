"""A model's JSON schema in one piece, for routes whose bodies FastAPI does not read itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def body(schema: Mapping[str, Any], description: str = "") -> dict[str, Any]:
    """The ``openapi_extra`` of a route that takes this schema as JSON."""
    definitions = schema.get("$defs", {})
    whole = _inlined({name: value for name, value in schema.items() if name != "$defs"}, definitions)
    content = {"application/json": {"schema": whole}}
    return {
        "requestBody": {"required": True, "content": content} | ({"description": description} if description else {})
    }


def _inlined(node: Any, definitions: Mapping[str, Any]) -> Any:
    """With what ``$ref`` names in its place; none of our models holds itself."""
    if isinstance(node, list):
        return [_inlined(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(definitions[node["$ref"].rpartition("/")[2]], definitions)
    return {name: _inlined(value, definitions) for name, value in node.items() if name != "discriminator"}
