"""Where anybody checks a certificate by what stands on it, and learns nothing but whether it is so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import flask
from marshmallow import post_load

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say
from ledger.projections.enterprise.certificate import CHECK_DIGITS, CertificateKind, confirms
from schemas.base import RequestSchema
from schemas.fields import ChoiceField, CreditCodeField, DateField, StrictField
from schemas.malformed import Malformed
from web.access import PUBLIC, access
from web.context import LANGUAGE_PARAMETER, current
from web.pages.queries import PlaceField, read_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import Message

blueprint: Final = flask.Blueprint("certificate_check", __name__)

_MALFORMED: Final = 422
_CHECK: Final = re.compile(rf"[0-9a-f]{{{CHECK_DIGITS}}}", re.ASCII)
_BLANKS: Final = re.compile(r"[ -]+", re.ASCII)


class CheckValueField(StrictField[str]):
    """A check value as it is printed: in groups, in capitals or not."""

    def _parse(self, value: object) -> str:
        joined = _BLANKS.sub("", str(value)).lower()
        if _CHECK.fullmatch(joined) is None:
            raise InvalidValue(
                "certificate.check",
                say(
                    "“{value}”不是校验码；应为{digits}位数字和字母a至f，可分组", value=shown(value), digits=CHECK_DIGITS
                ),
            )
        return joined


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCertificate:
    """What stands on a certificate."""

    kind: CertificateKind
    code: str
    on: date
    place: int
    check: str


class CertificateQuery(RequestSchema):
    """The particulars of a certificate."""

    kind = ChoiceField(CertificateKind, load_default=CertificateKind.HOLDING)
    code = CreditCodeField(required=True)
    on = DateField(required=True, data_key="date")
    place = PlaceField(required=True)
    check = CheckValueField(required=True)

    @post_load
    def asked(self, data: dict[str, Any], **_: object) -> AskedCertificate:
        """Return the particulars."""
        return AskedCertificate(**data)


@blueprint.get("/certificates/check")
@access(PUBLIC)
def index() -> str | tuple[str, int]:
    """Show the form, and whether a certificate is so."""
    if not {name for name in flask.request.args if name != LANGUAGE_PARAMETER}:
        return _page()
    try:
        asked: AskedCertificate = read_query(CertificateQuery())
    except Malformed as error:
        return _page(faults={each.field: each.detail for each in error.errors}), _MALFORMED
    is_so = confirms(current().view, asked.code, kind=asked.kind, on=asked.on, place=asked.place, check=asked.check)
    return _page(is_so=is_so)


def _page(*, is_so: bool | None = None, faults: Mapping[str, Message] | None = None) -> str:
    return flask.render_template(
        "public/certificate_check.html",
        typed=flask.request.args,
        is_so=is_so,
        faults=faults or {},
        kinds=CertificateKind,
    )
