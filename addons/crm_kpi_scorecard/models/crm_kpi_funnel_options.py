# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import spans
from .funnel_ask import read_ask


class CrmKpiFunnel(models.AbstractModel):
    """What can be chosen on the page of the funnel."""

    _inherit = "crm.kpi.funnel"

    @api.model
    @api.readonly
    def options(self, params):
        """Return the teams, people and stretches of days to choose from.

        Who may read only his own deals is offered himself alone.
        """
        self.env["crm.lead"].check_access("read")
        ask = read_ask(self.env, params)
        zoned = self.with_context(tz=ask.zone)
        today = fields.Date.context_today(zoned)
        labels = self._preset_labels()
        return {
            "company_id": ask.company_id,
            "teams": [{"id": team.id, "name": team.name} for team in self._teams(ask)],
            "people": [{"id": user.id, "name": user.name} for user in self._people(ask)],
            "presets": [
                {
                    "key": key,
                    "label": labels[key],
                    "date_from": first.isoformat(),
                    "date_to": last.isoformat(),
                }
                for key, (first, last) in spans.presets(today).items()
            ],
        }

    def _preset_labels(self):
        return {
            "this_month": self.env._("This month"),
            "last_month": self.env._("Last month"),
            "this_quarter": self.env._("This quarter"),
            "last_quarter": self.env._("Last quarter"),
            "this_year": self.env._("This year"),
            "last_year": self.env._("Last year"),
            "last_12_months": self.env._("Last 12 months"),
        }

    def _teams(self, ask):
        """Return the teams of the company and those of all."""
        return self.env["crm.team"].search(Domain("company_id", "in", [False, ask.company_id]))

    def _people(self, ask):
        """Return whose deals the user may look at: the members of teams, or himself."""
        if not self.env.user.has_group("sales_team.group_sale_salesman_all_leads"):
            return self.env.user
        domain = Domain("company_ids", "in", ask.company_id) & Domain("share", "=", False)
        member = Domain("crm_team_member_ids", "!=", False) | Domain("id", "=", self.env.uid)
        return self.env["res.users"].sudo().search(domain & member, order="name, id")
