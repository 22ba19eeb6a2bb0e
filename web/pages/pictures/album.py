"""The list of pictures, for whoever may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import flask

from ledger.errors import Message, say
from web.access import PUBLIC, READERS, access
from web.context import current

blueprint: Final = flask.Blueprint("pictures", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A picture in the list."""

    endpoint: str
    title: Message
    words: Message
    roles: tuple[str, ...]


_PICTURES: Final = (
    Listed(
        endpoint="picture_of_caps.index",
        title=say("总量使用情况"),
        words=say("在用、富余、受限、储备与未分配，对照当日总量"),
        roles=READERS,
    ),
    Listed(
        endpoint="picture_of_flows.index",
        title=say("吨数从哪里来、到哪里去"),
        words=say("一种污染物在一段期间内的来源、业务与去向"),
        roles=READERS,
    ),
    Listed(
        endpoint="picture_of_prices.index",
        title=say("各批次的价格与数量"),
        words=say("起始价、成交价与成交数量，逐批对照"),
        roles=(PUBLIC,),
    ),
    Listed(
        endpoint="picture_of_credits.index",
        title=say("减排量库的转入与转出"),
        words=say("分区域、分月的减排量收支"),
        roles=READERS,
    ),
    Listed(
        endpoint="picture_of_dues.index",
        title=say("欠缴情况"),
        words=say("按账龄与缴款人列出的应缴未缴"),
        roles=READERS,
    ),
)


@blueprint.get("/pictures")
@access(PUBLIC)
def index() -> str:
    """Show which pictures there are."""
    user = current().user
    roles = {PUBLIC} if user is None else {PUBLIC, user.role.value}
    return flask.render_template(
        "pictures/index.html", pictures=[listed for listed in _PICTURES if roles & set(listed.roles)]
    )
