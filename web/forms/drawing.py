"""What the inputs of one column have alike, written once for all of them."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from markupsafe import Markup, escape

from ledger.domain.values.pollutant import Pollutant
from web.context import Context
from web.forms.nodes import NUMBERS, Input, Kind, Register

_SIZES: Final = {Kind.CREDIT_CODE: 18, Kind.INSTANT: 16, Kind.TEXT: 12, Kind.REMARK: 12, Kind.DATE: 10}
_SIZE: Final = 9
_FORMATS: Final = {Kind.DATE: "YYYY-MM-DD", Kind.INSTANT: "YYYY-MM-DD HH:MM"}


def attributes_of(node: Input, inlined: Container[Register]) -> Markup:
    """Return size, keyboard, choices and the form of an input of text.

    :param inlined: the registers whose choices the page carries with it; the others are asked for while typing.
    """
    attributes = {"size": str(_SIZES.get(node.kind, _SIZE))}
    if node.kind in NUMBERS:
        attributes["inputmode"] = "numeric" if node.kind is Kind.INTEGER else "decimal"
    if node.register is not None:
        if node.register in inlined:
            attributes["list"] = f"options:{node.register}"
        else:
            attributes["data-register"] = node.register
    if node.kind in _FORMATS or node.default:
        attributes["placeholder"] = _FORMATS.get(node.kind, node.default)
    return Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in attributes.items())


def choices_of(node: Input, chosen: str, context: Context) -> Markup:
    """Return the choices of a cell: nothing typed is what counts by default, or nothing."""
    drawn = [] if node.default else [_option("", "", chosen)]
    for choice in node.choices:
        value = "" if choice.value == node.default else choice.value
        words = choice.words.rendered(context.translate)
        if choice.value in set(Pollutant):
            words = choice.value if context.language == "en" else f"{words} {choice.value}"
        drawn.append(_option(value, words, chosen))
    return Markup("").join(drawn)


def _option(value: str, words: str, chosen: str) -> Markup:
    selected = Markup(" selected") if value == chosen else ""
    return Markup('<option value="{}"{}>{}</option>').format(escape(value), selected, escape(words))
