# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What one call state changed, for everybody who wants to act on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .wire import CallState, ringing_extensions


@dataclass(frozen=True, slots=True)
class Change:
    """A call state that was news.

    :param call_id: id of the call in the database.
    :param state: what is known now.
    :param was: what was stored before, None for a new call.

    >>> change = Change(7, {"state": "ended", "legs": []}, {"state": "ringing"})
    >>> change.is_new, change.has_ended
    (False, True)
    >>> Change(7, {"state": "ended", "legs": []}, {"state": "ended"}).has_ended
    False
    """

    call_id: int
    state: CallState
    was: Mapping[str, Any] | None = field(default=None)

    @property
    def is_new(self) -> bool:
        """Whether the call was not known before."""
        return self.was is None

    @property
    def has_ended(self) -> bool:
        """Whether it was this state that ended the call."""
        return self.state["state"] == "ended" and (self.was is None or self.was["state"] != "ended")

    @property
    def ringing(self) -> list[str]:
        """The extensions that ring at this moment; none of a call that is over."""
        return [] if self.state["state"] == "ended" else ringing_extensions(self.state)
