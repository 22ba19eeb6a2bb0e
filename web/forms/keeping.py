"""A form as a draft: what was typed, right or wrong, in which unit, and the key under which it will be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ledger.domain.values.quantity import shown
from ledger.services import drafts
from web.forms.options import name_in
from web.forms.page import title_of
from web.forms.typed import Typed

if TYPE_CHECKING:
    from ledger.domain.people.draft import Draft
    from web.context import Context
    from web.forms.nodes import Form
    from web.forms.sending import Sent


def keep(context: Context, kind: str, *, form: Form, typed: Typed, sent: Sent) -> Draft:
    """Keep what was typed: in the draft that the form came from, else in that of its key, else in a new one.

    :raises RuleViolation: ``draft.count``.
    """
    content, owner = content_of(typed, key=sent.key, without=sent.without), context.person.name
    title = shown(title_of(form, typed.values, name_of=name_in(context)))
    with context.office() as office:
        found = drafts.drafts_of(office, owner)
        known = _known(found, kind, sent)
        if known is None:
            return drafts.begin_draft(office, owner, kind=kind, title=title, content=content, now=context.now)
        if known.content == content:
            return known
        return drafts.save_draft(office, owner, known.id, content=content, title=title, now=context.now)


def own_draft(context: Context, draft_id: str) -> Draft:
    """Return a draft of the person.

    :raises NotFound: ``draft.missing``, also where it is another's.
    """
    return drafts.find_draft(context.view, context.person.name, draft_id if draft_id.isprintable() else "")


def drop(context: Context, *, kind: str, sent: Sent) -> None:
    """Throw away the draft of a form that was recorded."""
    owner = context.person.name
    with context.office() as office:
        known = _known(drafts.drafts_of(office, owner), kind, sent)
        if known is not None:
            drafts.remove_draft(office, owner, known.id)


def content_of(typed: Typed, *, key: str, without: frozenset[str] = frozenset()) -> dict[str, object]:
    """Return the content of a draft; ``without`` are the papers of a returned act that its correction leaves out."""
    content: dict[str, object] = {"values": typed.values, "kilograms": sorted(typed.kilograms), "key": key}
    return {**content, "without": sorted(without)} if without else content


def left_out(draft: Draft) -> frozenset[str]:
    """Return the digests of the papers of the returned act that its correction leaves out."""
    found: Any = draft.content.get("without", ())
    return frozenset(found)


def typed_in(draft: Draft) -> Typed:
    """Return what was typed into a draft."""
    values: Any = draft.content.get("values", {})
    kilograms: Any = draft.content.get("kilograms", [])
    return Typed(values=values, kilograms=frozenset(kilograms))


def key_of(content: Mapping[str, object]) -> str:
    """Return the key under which a draft will be recorded."""
    return str(content.get("key", ""))


def _known(found: list[Draft], kind: str, sent: Sent) -> Draft | None:
    """Return the draft of a form, known by its key; that of the same number first, should there be two."""
    of_key = [draft for draft in found if draft.kind == kind and key_of(draft.content) == sent.key]
    return next((draft for draft in of_key if draft.id == sent.draft), of_key[0] if of_key else None)
