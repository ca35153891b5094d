# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a channel does with a request from somebody who is known.

====================  ===========================================================================
``attach``            as recognition decides: on the open card, else linked to the customer
``new_linked``        never on an open card; a new lead each time, linked to the customer
``flag``              neither attached nor linked: a new lead that somebody has to look at
====================  ===========================================================================

>>> found = Decision("attach", lead_id=8, partner_id=40, matched_by=("phone",))
>>> linked = as_channel(found, "new_linked")
>>> linked.action, linked.partner_id, linked.previous_lead_id, linked.related
('new_linked', 40, 8, (('lead', 8),))
>>> flagged = as_channel(found, "flag")
>>> flagged.action, flagged.partner_id, flagged.related, flagged.doubtful
('new', 0, (('lead', 8), ('partner', 40)), True)
>>> as_channel(found, "attach") is found, as_channel(Decision("new"), "flag").doubtful
(True, False)
"""

from dataclasses import replace
from typing import Literal

from .recognition import Decision, Ref

Known = Literal["attach", "new_linked", "flag"]


def as_channel(decision: Decision, known: Known) -> Decision:
    """Turn what recognition decided into what the channel wants.

    :param known: what the channel does with requests of known persons.
    """
    if known == "flag" and decision.action != "new":
        return replace(
            decision,
            action="new",
            lead_id=0,
            partner_id=0,
            previous_lead_id=0,
            related=known_cards(decision),
            doubtful=True,
        )
    if known == "new_linked" and decision.action == "attach":
        return replace(
            decision,
            action="new_linked" if decision.partner_id else "new",
            lead_id=0,
            previous_lead_id=decision.lead_id,
            related=(("lead", decision.lead_id), *decision.related),
        )
    return decision


def known_cards(decision: Decision) -> tuple[Ref, ...]:
    """Return all cards that a decision speaks of, the person's own first, each once.

    >>> known_cards(Decision("new_linked", partner_id=4, related=(("lead", 9), ("partner", 4))))
    (('partner', 4), ('lead', 9))
    """
    lead_id = decision.lead_id or decision.previous_lead_id
    own = (("lead", lead_id), ("partner", decision.partner_id))
    return tuple(dict.fromkeys([*(ref for ref in own if ref[1]), *decision.related]))
