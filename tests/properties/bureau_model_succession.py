"""The model's acts by which enterprises go over to others, with all that they hold and owe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.properties.bureau_claims import LINES, WEAK, Writes, ended
from tests.properties.bureau_fees import partly_paid
from tests.properties.bureau_model import BRANCH_THEN_BUREAU, Books, Plan, act, active, refuse_when, stop_when
from tests.properties.bureau_notices import unsettled
from tests.properties.bureau_units import HELD_LINES, Account, Leg, Position, Thing, tranche_of

OWED = (
    *("Q45", "1212.1", "1212.2", "1212.4", "1212.8", "1212.9", "2103.1", "2103.2", "2103.9", "2307.1"),
    *("B20", "B21", "B30", "B31", "B40", "B41", "B61"),
)
"""What an enterprise owes or is owed; it goes over undivided."""


def under_way(sale: Thing) -> bool:
    """Return whether a sale is to be delivered or paid."""
    return sale["state"] == "contracted" or (sale["state"] == "delivered" and sale["settled"] < sale["price"])


FOLLOWS: dict[str, tuple[tuple[str, ...], Callable[[Thing], bool]]] = {
    "facility": (("enterprise",), lambda _: True),
    "project": (("enterprise",), lambda _: True),
    "notice": (("payer",), unsettled),
    "charged": (("payer",), lambda _: True),
    "receipt": (("payer",), lambda each: each["amount"] > each["confirmed"]),
    "deposit": (("bidder",), lambda each: each["held"] > 0),
    "plan": (("payer",), lambda each: any(part["notice"] is None for part in each["parts"])),
    "award": (("buyer",), lambda each: each["state"] == "awarded"),
    "buy_back": (("enterprise",), lambda each: each["owed"] > 0),
    "transfer": (("seller", "buyer"), under_way),
    "reclaim": (("enterprise",), lambda each: each["state"] not in {"executed", "withdrawn"}),
}
"""Of each register, the members that name an enterprise, and which facts go over."""


class Going(NamedTuple):
    """Who goes over to whom; portions are None where everything goes to the heir."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    heir: str
    portions: Any = None
    paper: str = ""

    @property
    def heirs(self) -> dict[str, str]:
        """Return the heir of each that goes over to another."""
        return {code: self.heir for code in self.before if code != self.heir}


def lines_of(books: Books, going: Going) -> dict[Position, int]:
    """Return what goes over: debits less credits."""
    return {
        place: amount
        for place, amount in books.amounts.items()
        if amount and place.account.holder in going.before and place.account.line in {*HELD_LINES, *OWED}
    }


def portions_of(going: Going) -> dict[Position, list[tuple[str, int]]]:
    """Return who gets how much of each tranche on each line."""
    found = defaultdict[Position, list[tuple[str, int]]](list)
    for each in going.portions or ():
        place = Position(Account(each.line, each.area, going.before[0]), tranche_of(each.area, each.tranche))
        found[place].append((each.successor, each.grams))
    return found


def divided_breach(books: Books, going: Going) -> dict[str, object]:
    """Return what is wrong with how a tranche is divided."""
    held = {place: grams for place, grams in lines_of(books, going).items() if place.account.line in HELD_LINES}
    claims = [each for each in books.all("claim") if each["holder"] in going.before and each["state"] == "standing"]
    claimed = {place.unit for place in held if place.account.line in LINES.values()} | {each["unit"] for each in claims}
    offered = {each["unit"] for each in claims if each["ground"] in WEAK}
    portions, whole = portions_of(going), defaultdict[Any, set[str]](set)
    for place, parts in portions.items():
        if place.account.line == "Q44" or place.unit in claimed:
            whole[place.account if place.account.line == "Q44" else place.unit] |= {code for code, _ in parts}
    awaited = {each["unit"][:4] for each in claims if each["unit"].term_from is None}
    for place, parts in portions.items():
        if place.account.line != "Q44" and place.unit[:4] in awaited:
            whole[place.unit[:4]] |= {code for code, _ in parts}
    sums = Counter({place: sum(grams for _, grams in parts) for place, parts in portions.items()})
    return {
        "succession.one_successor": len(going.after) < 2,
        "succession.not_successor": {going.heir, *(each.successor for each in going.portions)} - set(going.after),
        "succession.not_divided": any(sums[place] != held.get(place, 0) for place in {*sums, *held}),
        "succession.restricted": any(len(codes) > 1 for codes in whole.values()),
        "succession.partly_paid": parted_unpaid(books, going),
        "succession.offered": any(
            place.unit in offered and {code for code, _ in parts} != {going.heir} for place, parts in portions.items()
        ),
    }


def parted_unpaid(books: Books, going: Going) -> bool:
    """Return whether tonnes at hand would go to another than who owes what is not paid of them."""
    others = Counter[Any]()
    for each in going.portions:
        if each.line in {"Q40", "Q41"} and each.successor != going.heir:
            others[tranche_of(each.area, each.tranche)] += each.grams
    held = {place.unit for place in lines_of(books, going) if place.account.line in {"Q40", "Q41"}}
    return any(
        unit in held and partly_paid(books, going.before[0], unit, grams)["tranche.partly_paid"]
        for unit, grams in others.items()
    )


def parted_from_plants(books: Books, going: Going) -> Writes:
    """Return what went to others than who gets the plants, by whom, to whom, and of which plant."""
    parted = Counter[Any]()
    for each in going.portions or ():
        if each.line != "Q44" and each.successor != going.heir:
            parted[going.heir, going.paper, each.successor, tranche_of(each.area, each.tranche), each.facility] += (
                each.grams
            )
    known: Any = books.registers["parted"]
    return [
        ("parted", key, {"holder": key[0], "to": key[2], "unit": key[3], "of": key[4], "grams": grams + before})
        for key, grams in parted.items()
        for before in [known[key]["grams"] if key in known else 0]
    ]


def gone_over(books: Books, going: Going) -> Plan:
    """Return what takes everything to the successors."""
    before = [active(books, code) for code in going.before]
    active(books, going.heir)
    after = [active(books, code) for code in going.after]
    area = str([*before, *after][0]["area"])
    named = going.after if going.portions is not None else (*going.before, *going.after)
    others = [each for each in after if each["code"] not in going.before]
    refuse_when(
        {
            "enterprise.inactive": any(each["ended"] for each in [*before, *others]),
            "succession.repeated": len(set(named)) < len(named),
            "succession.nobody": not before,
            **(divided_breach(books, going) if going.portions is not None else {}),
        },
        area=area,
    )
    plan, portions = Plan(area), portions_of(going)
    for place, amount in lines_of(books, going).items():
        whole = going.portions is None or place.account.line not in HELD_LINES
        for code, part in [(going.heir, abs(amount))] if whole else portions[place]:
            theirs = place.account._replace(holder=code)
            if code != place.account.holder:
                pair = (theirs, place.account) if amount > 0 else (place.account, theirs)
                plan.legs.append(Leg(*pair, place.unit, part))
    for each in before:
        if each["code"] not in going.after:
            plan.writes.append(
                ("enterprise", each["code"], {**each, "ended": True, "bears": False, "successors": going.after})
            )
    plan.writes += claims_following(books, going) + matters_following(books, going)
    plan.writes += parted_from_plants(books, going)
    return plan


def claims_following(books: Books, going: Going) -> Writes:
    """Return the claims as they stand on with whoever gets their tonnes, at their rank."""
    own = [each for each in going.portions or () if each.line != "Q44"]
    taking = {tranche_of(each.area, each.tranche): each.successor for each in own}
    kinds = {tranche_of(each.area, each.tranche)[:4]: each.successor for each in own}
    known: Any = books.registers["claim"]
    coming = defaultdict[str, list[Any]](list)
    for code in going.before:
        for key in sorted(key for key, each in known.items() if each["holder"] == code and each["state"] == "standing"):
            unit = known[key]["unit"]
            to = taking.get(unit, going.heir) if unit.term_from else kinds.get(unit[:4], going.heir)
            if to != code:
                coming[to].append(key)
    writes: Writes = []
    for to, keys in coming.items():
        taken = {key for key in known if key[0] == to}
        entries = max((known[key]["entry"] for key in taken), default=0)
        for entry, key in enumerate(sorted(keys, key=lambda each: known[each]["entry"]), start=entries + 1):
            new = (to, *key[1:])
            while new in taken:
                new = (*new[:4], new[4] + 1)
            taken.add(new)
            writes += [("claim", key, ended(known[key], "carried"))]
            writes += [("claim", new, {**known[key], "holder": to, "entry": entry})]
    return writes


def leases_following(books: Books, going: Going) -> Writes:
    """Return the running leases: the lessor's with the heir, the lessee's with who gets what is leased in there."""
    users = {each.area: each.successor for each in going.portions or () if each.line == "Q44"}
    writes: Writes = []
    for key, each in books.registers["lease"].items():
        after = {**each, "lessor": going.heirs.get(each["lessor"], each["lessor"])}
        if each["lessee"] in going.before:
            after["lessee"] = users.get(each["unit"].area, going.heirs.get(each["lessee"], each["lessee"]))
        if each["state"] == "running" and after != each:
            writes.append(("lease", key, after))
    return writes


def matters_following(books: Books, going: Going) -> Writes:
    """Return every other fact that goes over, mostly to the heir."""
    heirs, writes = going.heirs, leases_following(books, going)
    for register, (members, is_open) in FOLLOWS.items() if heirs else ():
        for key, each in books.registers[register].items():
            changed = {member: heirs[each[member]] for member in members if each.get(member) in heirs}
            if changed and is_open(each):
                writes.append((register, key, {**each, **changed}))
    initial: Any = books.registers["initial"]
    for key, each in initial.items():
        writes += [("initial", (heirs[key[0]], *key[1:]), each)] if key[0] in heirs else []
    return writes + added(books, "need", heirs) + added(books, "ended_term", heirs) + renewed(books, going)


def renewed(books: Books, going: Going) -> Writes:
    """Return how much of each tranche is renewed afterwards with everybody: it goes with the tonnes."""
    known: Any = books.registers["renewal"]
    now = {key: each["grams"] for key, each in known.items()}
    for code, unit in [key for key in known if key[0] in going.before]:
        goes = [
            (each.successor, each.grams)
            for each in going.portions or ()
            if each.line != "Q44" and tranche_of(each.area, each.tranche) == unit and each.successor != code
        ]
        if code != going.heir:
            goes.append((going.heir, known[code, unit]["grams"]))
        for successor, grams in goes:
            part = min(now[code, unit], grams)
            now[code, unit] -= part
            now[successor, unit] = now.get((successor, unit), 0) + part
    return [
        ("renewal", key, {"grams": grams})
        for key, grams in now.items()
        if grams != (known[key]["grams"] if key in known else 0)
    ]


def added(books: Books, register: str, heirs: dict[str, str]) -> Writes:
    """Return what is counted by enterprise as it is afterwards: nothing with who went over, the sum with the heir."""
    known: Any = books.registers[register]
    sums = {key: each for key, each in known.items() if key[0] in heirs.values()}
    writes: Writes = []
    for key in [key for key in known if key[0] in heirs]:
        new, none = (heirs[key[0]], *key[1:]), {"grams": 0}
        sums[new] = {"grams": known[key]["grams"] + sums.get(new, none)["grams"]}
        writes.append((register, key, none))
    return writes + [(register, key, each) for key, each in sums.items()]


@act("enterprise.succeed", BRANCH_THEN_BUREAU, "量")
def succeed(books: Books, command: Any) -> Plan:
    """One goes over to another as a whole."""
    return gone_over(books, Going((command.enterprise,), (command.successor,), command.successor))


@act("enterprise.merge", BRANCH_THEN_BUREAU, "量")
def merge(books: Books, command: Any) -> Plan:
    """Several go over into one."""
    return gone_over(books, Going(command.enterprises, (command.successor,), command.successor))


@act("enterprise.split", BRANCH_THEN_BUREAU, "量")
def split(books: Books, command: Any) -> Plan:
    """One is divided among several."""
    going = Going((command.enterprise,), command.successors, command.heir, command.portions, command.document)
    for number in [each.facility for each in command.portions if each.facility is not None]:
        known = books.get("facility", number)
        stop_when({"facility.missing": known is None or known["enterprise"] != command.enterprise})
    return gone_over(books, going)
