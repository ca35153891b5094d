# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .working_time import WorkingHours


class CrmLead(models.Model):
    """The call that was not made goes with the lead to whom gets it next."""

    _inherit = "crm.lead"

    def write(self, vals):
        """Hand over the calls of leads that were taken back."""
        result = super().write(vals)
        if vals.get("user_id") and self.env["crm.assignment.scheme"]._by_team():
            # sudo: whoever gives a lead away may see neither it nor others' activities any more
            self.sudo()._hand_over_calls()
        return result

    def _hand_over_calls(self):
        """Give the open calls of those who did not call to the person in charge, due anew."""
        leads = self.filtered(lambda lead: lead.assignment_passed_ids - lead.user_id)
        if not leads:
            return
        schemes = self.env["crm.assignment.scheme"].search(
            [("team_id", "in", leads.team_id.ids), ("take_back_after", ">", 0)]
        )
        scheme_of = {scheme.team_id: scheme for scheme in schemes}
        calls = self.env["mail.activity"].search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                ("activity_type_id", "in", schemes.take_back_type_id.ids),
                ("user_id", "in", leads.assignment_passed_ids.ids),
            ]
        )
        lead_of = {lead.id: lead for lead in leads}
        hours, now = WorkingHours(self.env), self.env.cr.now()
        for (team, user), batch in calls.grouped(
            lambda call: (lead_of[call.res_id].team_id, lead_of[call.res_id].user_id)
        ).items():
            if team in scheme_of:
                # He is told of the lead.
                batch.with_context(mail_activity_quick_update=True).write(
                    {"user_id": user.id, "deadline_at": scheme_of[team]._call_by(now, hours)}
                )
