# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

WAITING = ("scheduled", "held")
# A link of these is answered.
OPEN = ("sent", "unknown", "opened")


class CrmFarewellInvitation(models.Model):
    """What becomes of an invitation by people's hands, and by what happens to the deal."""

    _inherit = "crm.farewell.invitation"

    def _cancel(self, reason):
        """Cancel those that have not been sent."""
        waiting = self.filtered(lambda invitation: invitation.state in WAITING)
        waiting.write({"state": "cancelled", "reason": reason})
        return waiting

    def _release(self):
        """Let letters that were held back go, at the next moment at which they may."""
        now = fields.Datetime.now()
        for invitation in self.filtered(lambda one: one.state == "held"):
            due = max(invitation.due_at or now, now)
            invitation.write(
                {"state": "scheduled", "reason": False, "due_at": invitation._opening(due)}
            )

    def _check_own(self):
        """Refuse who may read but not change the deal.

        :raise AccessError: the deal, or without one the person, is not his to change
        """
        self.check_access("read")
        if leads := self.lead_id:
            leads.check_access("write")

    def action_hold(self):
        """Hold the letters back until they are released."""
        self._check_own()
        waiting = self.sudo().filtered(lambda one: one.state == "scheduled")
        if not waiting:
            raise UserError(self.env._("Only a planned letter can be held back."))
        waiting.write({"state": "held", "reason": "by_hand"})
        return True

    def action_release(self):
        """Let held letters go. Those that wait for approval are released with their batch."""
        self._check_own()
        held = self.sudo().filtered(lambda one: one.state == "held")
        if held.filtered(lambda one: one.reason == "approval"):
            raise UserError(
                self.env._("This letter belongs to a batch: somebody must approve it first.")
            )
        held._release()
        return True

    def action_cancel(self):
        """Do not send the letters at all."""
        self._check_own()
        if not self.sudo()._cancel("by_hand"):
            raise UserError(self.env._("Only a letter that was not sent can be cancelled."))
        return True
