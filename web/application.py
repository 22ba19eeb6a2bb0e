"""The web application: it registers, translates and protects; what is shown is decided by the projections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import flask
from jinja2 import StrictUndefined
from werkzeug.exceptions import RequestURITooLarge

from ledger.services.log_in import Entrance
from web import access, errors
from web.books import AdoptedLaw
from web.context import LANGUAGE_COOKIE, Context, current
from web.guard import guard
from web.pages.addresses import CONVERTERS
from web.pages.catalogue import BLUEPRINTS
from web.pages.presentation import install_presentation
from web.proxy import BehindProxy

if TYPE_CHECKING:
    from werkzeug import Response

    from ledger.settings import Settings
    from ledger.store.book import Book

LONGEST_ADDRESS: Final = 8192
"""The most characters of path and query; the code of the longest account takes about 4,000."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_A_YEAR: Final = 31_536_000


def create_app(
    book: Book, *, settings: Settings, demonstration: bool = False, entrance: Entrance | None = None
) -> flask.Flask:
    """Return the application of an open book, which stays open until the caller closes it.

    :param entrance: how people are let in, where it is not the usual way.

    :param demonstration: whether every page says that the book is a throw-away one for trying out.
    :raises Unavailable: ``settings.proxy``.
    """
    app = routed_app()
    app.wsgi_app = BehindProxy(app.wsgi_app, trusted=settings.trusted_proxy)  # type: ignore[method-assign]  # as Flask wants it
    app.config["DETAILS_IN_LOG"] = settings.debug
    app.config["TRUSTED_HOSTS"] = list(settings.hosts) or None
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    install_presentation(app, demonstration=demonstration)
    app.register_error_handler(Exception, errors.respond)
    law, entrance = AdoptedLaw(), entrance or Entrance()

    @app.before_request
    def _begin() -> Response | None:
        flask.g.context = Context(book, flask.request, law=law, entrance=entrance)
        if len(flask.request.full_path) > LONGEST_ADDRESS:
            raise RequestURITooLarge
        return guard()

    app.after_request(_finish)

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        current().close()

    return app


def routed_app() -> flask.Flask:
    """Return an application that knows every rule but has no book to answer from.

    :raises TypeError: a view does not declare who may use it.
    """
    app = flask.Flask("web", static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.converters.update(CONVERTERS)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.declared_routes(app)
    return app


def _finish(response: flask.Response) -> flask.Response:
    """Protect the answer, and remember the language that was chosen."""
    context = current()
    response.headers.update(SECURITY_HEADERS)
    response.headers["X-Request-Id"] = context.request_id
    if "Cache-Control" not in response.headers:
        known = "session" in vars(context) and context.session is not None
        response.headers["Cache-Control"] = "no-store" if known else "private, no-cache"
        response.vary.update(("Accept", "Cookie"))
    if context.chosen_language is not None:
        response.set_cookie(
            LANGUAGE_COOKIE,
            context.chosen_language,
            max_age=_A_YEAR,
            secure=flask.request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
