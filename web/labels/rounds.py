"""How the parts of a published round are called: scopes of its reconciliation, and printed figures, in messages.

Pages and the command line say the same words; the codes are for programs (``--json``).
"""

from __future__ import annotations

from typing import Final

from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Message, say
from ledger.projections.accounts.names import holder_name
from web.pages.labels import PRINTED_FIGURES, SCOPES, label

_NAMES: Final = {
    Pollutant.COD: say("化学需氧量 COD"),
    Pollutant.AMMONIA_NITROGEN: say("氨氮 NH3-N"),
    Pollutant.SULPHUR_DIOXIDE: say("二氧化硫 SO2"),
    Pollutant.NITROGEN_OXIDES: say("氮氧化物 NOx"),
    Pollutant.VOLATILE_ORGANICS: say("挥发性有机物 VOCs"),
    Pollutant.PARTICULATES: say("颗粒物 PM"),
}
_GROUPS_OF_FIGURES: Final = frozenset({"by_factor", "by_buyer"})


def pollutant_words(pollutant: Pollutant | str) -> Message:
    """Return name and code of a pollutant; in English the code alone, which is what people say."""
    return label(pollutant, {str(each): name for each, name in _NAMES.items()})


def scope_words(code: str) -> Message:
    """Return the scope of a comparison, such as ``factor:COD`` or ``seller:reserve/COD``, in words."""
    kind, _, name = code.partition(":")
    if kind == "factor":
        return pollutant_words(name)
    if kind == "buyer":
        return say("受让方 {name}", name=holder_name(name))
    if kind == "seller":
        seller, _, pollutant = name.rpartition("/")
        if seller == "reserve":
            return say("政府储备售出 {pollutant}", pollutant=pollutant_words(pollutant))
        return say("{name}", name=name)
    return label(code, SCOPES)


def printed_figure_words(line: str) -> Message:
    """Return a printed figure without a counterpart, such as ``by_factor.SO2.premium_wan: 150.2``, in words."""
    path, _, value = line.rpartition(": ")
    words = [
        pollutant_words(name) if name in _NAMES else label(name, PRINTED_FIGURES)
        for name in path.split(".")
        if name not in _GROUPS_OF_FIGURES
    ]
    name = words[0]
    for word in words[1:]:
        name = say("{name} · {word}", name=name, word=word)
    return say("{name}：{value}", name=name, value=value)
