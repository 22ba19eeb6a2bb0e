"""The pollutants (factors) that are counted, and the medium each one is discharged into."""

from __future__ import annotations

from enum import StrEnum


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
    def chinese(self) -> str:
        """Return the statutory Chinese name."""
        return _CHINESE[self]


_CHINESE = {
    Pollutant.COD: "化学需氧量",
    Pollutant.AMMONIA_NITROGEN: "氨氮",
    Pollutant.SULPHUR_DIOXIDE: "二氧化硫",
    Pollutant.NITROGEN_OXIDES: "氮氧化物",
    Pollutant.VOLATILE_ORGANICS: "挥发性有机物",
    Pollutant.PARTICULATES: "颗粒物",
}
