# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmFarewellInvitation(models.Model):
    """Letters and reminders that wait for another day, though nothing is against them."""

    _inherit = "crm.farewell.invitation"

    def _farewell_put_off(self):
        """Return which of these letters must wait, as ``{invitation: (reason, moment)}``.

        Asked last, in the order of sending and with the way chosen: whoever is not returned is
        sent. They are looked at again at the moment, or at the first one after it within the hours.
        Hook: extend for limits of yours.
        """
        return {}

    def _wait_their_turn(self, *, is_reminder=False):
        """Put off what must wait; return the others."""
        waiting = self._farewell_put_off()
        for one, (reason, moment) in waiting.items():
            due = one._opening(moment)
            if is_reminder:
                one.next_reminder_at = due if due < one.expires_at else False
            else:
                one.write({"due_at": due, "reason": reason})
        return self.filtered(lambda one: one not in waiting)
