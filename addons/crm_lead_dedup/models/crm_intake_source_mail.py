# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class CrmIntakeSource(models.Model):
    _inherit = "crm.intake.source"

    for_email = fields.Boolean(
        string="For the Team's Mail",
        help="Mails to the address of the sales team count for this source. Without a team: "
        "mails to all teams of the company that have no such source of their own.",
    )

    @api.model
    def _for_mail(self, company, team):
        """The source (sudo) that mails to a team of a company count for, or an empty one."""
        sources = self.sudo().search(
            Domain("for_email", "=", True)
            & Domain("company_id", "=", company.id)
            & Domain("team_id", "in", [team.id, False])
        )
        return (sources.filtered("team_id") or sources)[:1]
