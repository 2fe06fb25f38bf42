"""From a JSON value to a model: pydantic's own error is translated here and nowhere else."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_

M = TypeVar("M", bound=BaseModel)


def read(model: type[M], value: Any) -> M:
    """The model. Raises MalformedWire (bad-field) naming the first place that does not fit, never its content."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        places = error.errors(include_input=False, include_url=False, include_context=False)
        where = ".".join(str(part) for part in places[0]["loc"])[:80] if places else ""
        raise MalformedWire(
            N_("A field does not fit: {where}.", where=where) if where else N_("The body is not what was expected."),
            problem="bad-field",
        ) from None


def dump(model: BaseModel) -> dict[str, Any]:
    """A JSON value that leaves out what is at its default, as short as the reader allows.

    The tag of an operation or a want (``op``, ``w``) is a default too, but tells which it is: it stays.
    """
    value = model.model_dump(mode="json", exclude_defaults=True)
    for name in value:
        inner = getattr(model, name)
        if isinstance(inner, BaseModel):
            value[name] = dump(inner)
    for name in ("o", "w"):
        items = getattr(model, name, None)
        if name in value and isinstance(items, list):
            for item, shown in zip(items, value[name], strict=True):
                tag = "op" if name == "o" else "w"
                shown[tag] = getattr(item, tag)
    return value
