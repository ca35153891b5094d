# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .crm_farewell_invitation_states import WAITING

OVER = ("answered", "refused")
ASKED = ("sending", "sent", "unknown", "opened", *OVER)


class CrmFarewellInvitation(models.Model):
    """What becomes of letters when deals or contacts turn out to be the same."""

    _inherit = "crm.farewell.invitation"

    def _drop_repeated(self):
        """Cancel letters that would ask the same person about the same thing once more.

        Those that left, and their answers, are never touched. Hook: extend for yours.
        """
        seen = set()
        for one in self.sorted(lambda one: (one.state in WAITING, one.id)):
            if one.state not in (*WAITING, *ASKED):
                continue
            if one.state in OVER and not one.lead_id and one.event != "greeting":
                # Long ago: the next time of the same kind is another matter.
                continue
            names = one._same_thing()
            if one.state in WAITING and seen & names:
                one._cancel("duplicate")
            else:
                seen |= names

    def _same_thing(self):
        """Return by what two letters are the same: the event, its deal or occasion, the person."""
        self.ensure_one()
        about = (self.event, self.lead_id.id, self.occasion_id.id, self.cycle)
        if self.event == "greeting":
            # Of a greeting, the cycle is the year.
            about = (self.event, self.occasion_id.id, (self.due_at or self.event_at).year)
        return {
            (*about, kind, value)
            for kind, value in (
                ("partner", self.partner_id.id),
                ("email", self.email_normalized),
                ("phone", self.phone_sanitized),
            )
            if value
        }
