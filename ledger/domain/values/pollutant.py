"""The pollutants (factors) that are counted, and the medium each one is discharged into."""

from __future__ import annotations

from enum import StrEnum

from ledger.domain.values.worded import Worded
from ledger.errors import say


class Medium(StrEnum):
    """What receives the discharge."""

    WATER = "water"
    AIR = "air"


class Pollutant(Worded):
    """A pollutant counted in tonnes a year (LC25 art. 3); the value is its code at the interfaces."""

    COD = "COD", say("化学需氧量")
    AMMONIA_NITROGEN = "NH3-N", say("氨氮")
    SULPHUR_DIOXIDE = "SO2", say("二氧化硫")
    NITROGEN_OXIDES = "NOx", say("氮氧化物")
    VOLATILE_ORGANICS = "VOCs", say("挥发性有机物")
    PARTICULATES = "PM", say("颗粒物")

    @property
    def medium(self) -> Medium:
        """Return the medium whose sum this pollutant belongs to."""
        return Medium.WATER if self in {Pollutant.COD, Pollutant.AMMONIA_NITROGEN} else Medium.AIR
