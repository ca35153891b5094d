# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailActivity(models.Model):
    """Done and taken away are two things: the one is archived, the other deleted."""

    _inherit = "mail.activity"

    def write(self, vals):
        """To archive an activity is to call it done."""
        if "active" in vals and not vals["active"]:
            self._note_end(is_done=True)
        return super().write(vals)

    def unlink(self):
        """To delete one that is open is to call it off."""
        self._note_end(is_done=False)
        return super().unlink()

    def _note_end(self, is_done):
        """Let the rules know at the end of the transaction that these activities are over."""
        rules = self.env["crm.playbook.rule"]
        # Core deletes the activities of any record that goes, mostly none: an uninstallation, too,
        # when the tables of the rules are half gone.
        if not self or not rules._watches():
            return
        for activity in self.sudo().filtered("active"):
            notes = rules._notes()
            lead = activity.res_id if activity.res_model == "crm.lead" else 0
            if is_done:
                notes.done[activity.id] = lead
            else:
                notes.deleted.add(activity.id)
            if lead:
                notes.idle.add(lead)
                notes.note_chain(self.env.context, [lead])
