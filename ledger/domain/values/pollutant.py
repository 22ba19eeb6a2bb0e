"""The pollutants (factors) that are counted, and the medium each one is discharged into."""

from __future__ import annotations

from enum import StrEnum

from ledger.errors import Message, say


class Medium(StrEnum):
    """What receives the discharge."""

    WATER = "water"
    AIR = "air"


class Pollutant(StrEnum):
    """A pollutant counted in tonnes a year (LC25 art. 3); the value is its code at the interfaces."""

    COD = "COD"
    AMMONIA_NITROGEN = "NH3-N"
    SULPHUR_DIOXIDE = "SO2"
    NITROGEN_OXIDES = "NOx"
    VOLATILE_ORGANICS = "VOCs"
    PARTICULATES = "PM"

    @property
    def medium(self) -> Medium:
        """Return the medium whose sum this pollutant belongs to."""
        return Medium.WATER if self in {Pollutant.COD, Pollutant.AMMONIA_NITROGEN} else Medium.AIR

    @property
    def words(self) -> Message:
        """Return the statutory name, for sentences that may be read in another language."""
        return _WORDS[self]

    @property
    def chinese(self) -> str:
        """Return the statutory Chinese name, for what is recorded and printed."""
        return str(_WORDS[self])


_WORDS = {
    Pollutant.COD: say("化学需氧量"),
    Pollutant.AMMONIA_NITROGEN: say("氨氮"),
    Pollutant.SULPHUR_DIOXIDE: say("二氧化硫"),
    Pollutant.NITROGEN_OXIDES: say("氮氧化物"),
    Pollutant.VOLATILE_ORGANICS: say("挥发性有机物"),
    Pollutant.PARTICULATES: say("颗粒物"),
}
