"""``permit-ledger routes``: every rule of the pages and the API, with methods, roles, and whether it writes."""

from __future__ import annotations

from ledger.errors import say
from web.access import declared_routes
from web.application import routed_app
from web.door import Door, json_option, print_json
from web.door import command as ledger_command


@ledger_command(help="列出网页与接口的全部路径、方法、角色，以及是否写入。")
@json_option
def command(door: Door) -> None:
    """List the rules; no database is needed."""
    routes = declared_routes(routed_app())
    if door.json:
        print_json(
            [
                {
                    "rule": route.rule,
                    "methods": list(route.methods),
                    "roles": list(route.access.roles),
                    "writes": route.access.writes,
                }
                for route in routes
            ]
        )
        return
    for route in routes:
        particulars = {
            "rule": route.rule,
            "methods": ",".join(route.methods),
            "roles": ",".join(route.access.roles),
            "access": say("写入") if route.access.writes else say("只读"),
        }
        door.show(say("{methods} {rule}  {roles}  {access}", **particulars))
