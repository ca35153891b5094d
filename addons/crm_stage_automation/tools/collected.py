# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happened to records within one transaction, until its rules are asked once at its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .chains import Chain
from .triggers import Change, Facts

# Where a job's chain stands in the context of what it does.
CONTEXT_KEY = "stage_automation_chain"


@dataclass(slots=True)
class Collected:
    """Notes of a transaction; ids of records and of activities.

    :param before: the first facts of each record, None for one that was created.
    :param chains: what led to the change, where it was not a user.
    :param requests: records with which a customer's request came in.
    :param idle: records one of whose activities ended.
    :param done: by activity that was done, its record.
    :param deleted: activities that were taken away without being done.
    """

    before: dict[int, Facts | None] = field(default_factory=dict)
    chains: dict[int, Chain] = field(default_factory=dict)
    requests: set[int] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    done: dict[int, int] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    def note_chain(self, context: Mapping[str, object], records: Iterable[int]) -> None:
        """Remember what led to the change of these records; the first word counts.

        Only a ``Chain`` is believed, or a mapping of record ids to chains for what is done for many
        at once; a record that is not in it was changed by one that is.
        """
        led = context.get(CONTEXT_KEY)
        by_record = led if isinstance(led, Mapping) else {}
        known = {key: one for key, one in by_record.items() if isinstance(one, Chain)}
        default = led if isinstance(led, Chain) else next(iter(known.values()), None)
        for record in records:
            if chain := known.get(record, default):
                self.chains.setdefault(record, chain)

    def changes(self, after: Mapping[int, Facts]) -> list[Change]:
        """Return what changed, of the records that are still there.

        >>> notes = Collected({7: Facts(stage=1), 8: None, 9: Facts(stage=4)}, requests={8})
        >>> found = notes.changes({7: Facts(stage=2), 8: Facts(stage=1), 9: Facts(stage=4)})
        >>> sorted((change.record, change.before is None, change.is_request) for change in found)
        [(7, False, False), (8, True, True)]
        """
        return [
            Change(record, before, after[record], record in self.requests)
            for record, before in self._known(after).items()
            if before != after[record] or record in self.requests
        ]

    def _known(self, after: Mapping[int, Facts]) -> dict[int, Facts | None]:
        found = {record: facts for record, facts in self.before.items() if record in after}
        untouched = {record: after[record] for record in self.requests if record in after}
        return untouched | found
