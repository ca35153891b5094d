# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

GIVEN = "crm_lead_dedup.given"


class CrmLead(models.Model):
    """Requests still to be answered go along with the card: who gets it is who answers."""

    _inherit = "crm.lead"

    def write(self, vals):
        """A new person in charge answers what nobody has answered yet."""
        result = super().write(vals)
        if vals.get("user_id"):
            precommit = self.env.cr.precommit
            if GIVEN not in precommit.data:
                # Once a transaction: hundreds of cards may be given one by one in it.
                precommit.add(self.env["crm.lead"].sudo()._hand_requests_over)
            precommit.data.setdefault(GIVEN, set()).update(self.ids)
        return result

    def _hand_requests_over(self):
        """Give the open activities of requests to those who are in charge now.

        They are told of the card, so not of the activity too.
        """
        leads = self.browse(self.env.cr.precommit.data.pop(GIVEN, ())).exists()
        owner = {lead.id: lead.user_id for lead in leads if lead.user_id}
        activities = self.env["crm.intake"].sudo()._open_activities(list(owner))
        others = activities.filtered(lambda act: act.user_id != owner[act.res_id])
        quiet = others.with_context(mail_activity_quick_update=True)
        for user, group in quiet.grouped(lambda act: owner[act.res_id]).items():
            group.user_id = user
