# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our own webhook: for every PBX that can send JSON."""

import json
from typing import Any, get_args

from ..calls import Direction, Disposition
from .notice import Fields, Notice, State, seconds_of, text_of
from .php_form import texts


def read(body: bytes) -> Notice | None:
    """Read one notice; words that are none of ours make it none.

    >>> told = read(b'{"id": "c1", "state": "ended", "direction": "incoming", '
    ...             b'"disposition": "answered", "caller": "+380671112233", '
    ...             b'"called": "+380442003040", "extension": 101, "talk": 12.5}')
    >>> told.external_id, told.disposition, told.extension, told.talk_seconds
    ('c1', 'answered', '101', 12.5)
    >>> [read(body) for body in (b"", b"[1]", b'{"id": "c1", "state": "gone"}')]
    [None, None, None]
    """
    fields = texts(_json(body))
    external_id = text_of(fields, "id")
    state: State | None = _word(fields, "state", State)
    if not external_id or state is None:
        return None
    direction: Direction | None = _word(fields, "direction", Direction)
    disposition: Disposition | None = _word(fields, "disposition", Disposition)
    return Notice(
        external_id=external_id,
        state=state,
        direction=direction,
        disposition=disposition if state == "ended" else None,
        caller_number=text_of(fields, "caller"),
        called_number=text_of(fields, "called"),
        extension=text_of(fields, "extension"),
        started=text_of(fields, "started"),
        wait_seconds=seconds_of(fields, "wait"),
        talk_seconds=seconds_of(fields, "talk"),
        recording=text_of(fields, "recording"),
    )


def _word(fields: Fields, name: str, allowed: Any) -> Any:
    """Return a field's word when it is one of those allowed."""
    said = fields.get(name)
    return said if said in get_args(allowed) else None


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
