"""References: `{plans.light.price}` in a text stands for a value of the pack, written with its unit."""

import re
from typing import Final, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge.pack.schema import Computation, Fact, Pack
from knowledge.pack.units import YEN, Unit

REFERENCE: Final = re.compile(r"\{([a-z_]+(?:\.[a-z0-9_-]+)+)\}")


class UnknownReference(LookupError):
    """A text refers to a value the pack does not have."""


def value_of(pack: Pack, path: str) -> object:
    """The raw value a dotted path leads to.

    Raises:
        UnknownReference: No value stands at that path.
    """
    value, _ = _resolve(pack, path)
    return value


def render_reference(pack: Pack, path: str) -> str:
    """The value at a dotted path as a customer reads it: a price with 円, a span with 日, a list with 、.

    Raises:
        UnknownReference: No value stands at that path.
    """
    value, unit = _resolve(pack, path)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return unit.render(value) if unit else str(value)


def render(pack: Pack, text: str) -> str:
    """Puts every reference of a text in its place. Undotted `{names}` are left for the caller's own values."""
    return REFERENCE.sub(lambda match: render_reference(pack, match[1]), text)


def _resolve(pack: Pack, path: str) -> tuple[object, Unit | None]:
    value: object = pack
    unit: Unit | None = None
    for step in path.split("."):
        if isinstance(value, BaseModel) and step in type(value).model_fields:
            field = type(value).model_fields[step]
            unit = _unit_of(field)
            value = getattr(value, step)
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise UnknownReference(f"{{{path}}} leads nowhere: there is no {step!r}")
    if isinstance(value, Fact):
        return value.value, Unit(value.unit, grouped=True)
    if isinstance(value, Computation):
        return _compute(pack, value), YEN
    if isinstance(value, BaseModel | dict) or value is None:
        raise UnknownReference(f"{{{path}}} is not a single value")
    return value, unit


def _unit_of(field: FieldInfo) -> Unit | None:
    """The unit in a field's annotation, also where the field may be missing (`Yen | None`)."""
    alternatives = [entry for part in get_args(field.annotation) for entry in getattr(part, "__metadata__", ())]
    return next((entry for entry in (*field.metadata, *alternatives) if isinstance(entry, Unit)), None)


def _compute(pack: Pack, computation: Computation) -> int:
    for operation in type(computation).model_fields:
        operands = getattr(computation, operation)
        if operands is None:
            continue
        left, right = (_number(pack, path) for path in operands)
        match operation:
            case "minus":
                return left - right
            case "divide":
                return left // right
            case "percent_of":
                return left * right // 100
            case "percent_off":
                return left - left * right // 100
    raise UnknownReference("a computed figure names no operation (minus, divide, percent_of, percent_off)")


def _number(pack: Pack, path: str) -> int:
    value = value_of(pack, path)
    if not isinstance(value, int):
        raise UnknownReference(f"{path} is {value!r}, not a number")
    return value
