"""Certificates for banks, buyers and courts: printed by the enterprise, sealed by the bureau, checked by their readers.

Nothing is kept of a certificate, because it can be made again from the journal at any time.
"""

from __future__ import annotations

from typing import Final

import flask

from ledger.projections.enterprise.certificate import CertificateKind, certificate
from ledger.projections.registers.claims import claims_by_rank
from ledger.projections.registers.offices import bureau_of
from web.access import access
from web.context import current
from web.pages.enterprise.own import ENTERPRISE, own_code

blueprint: Final = flask.Blueprint("certificates", __name__)


@blueprint.get("/enterprise/certificates")
@access(ENTERPRISE)
def index() -> str:
    """Show which certificates there are, and which of them can be had today."""
    context = current()
    made = certificate(context.view, own_code(), kind=CertificateKind.NO_ENCUMBRANCE, on=context.today)
    return flask.render_template("enterprise/certificates.html", made=made, kinds=CertificateKind)


@blueprint.get("/enterprise/certificates/holding")
@access(ENTERPRISE)
def holding() -> str:
    """Show the certificate of what the enterprise has, restrictions included."""
    return _page(CertificateKind.HOLDING)


@blueprint.get("/enterprise/certificates/no-encumbrance")
@access(ENTERPRISE)
def no_encumbrance() -> str:
    """Show the certificate that nothing is restricted, or the list of what is."""
    return _page(CertificateKind.NO_ENCUMBRANCE)


def _page(kind: CertificateKind) -> str:
    context = current()
    made = certificate(context.view, own_code(), kind=kind, on=context.today)
    bureau = bureau_of(context.view)
    if kind is CertificateKind.NO_ENCUMBRANCE and not made.unencumbered:
        ranked = claims_by_rank(context.view, own_code(), book=context.law, on=context.today)
        return flask.render_template(
            "enterprise/encumbered.html", made=made, bureau=bureau, ranked=ranked, kinds=CertificateKind
        )
    return flask.render_template("enterprise/certificate.html", made=made, bureau=bureau)
