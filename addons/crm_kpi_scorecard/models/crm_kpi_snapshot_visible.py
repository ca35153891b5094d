# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class CrmKpiSnapshot(models.Model):
    """Who sees whose figures: one place, which the record rules mirror."""

    _inherit = "crm.kpi.snapshot"

    @api.model
    def _kpi_visible_domain(self):
        """Return which figures the user may see; boards read as root, narrowed by this.

        Those who see all leads see all figures of their companies. A team's leader sees his
        teams and their members. Everybody else in sales sees his own figures. Figures of the
        company, of products, sources, client groups and lost reasons are for the first only.
        """
        user = self.env.user
        companies = Domain("company_id", "in", self.env.companies.ids)
        if user.has_group("sales_team.group_sale_salesman_all_leads"):
            return companies
        if not user.has_group("sales_team.group_sale_salesman"):
            return Domain.FALSE
        return companies & (
            Domain("user_id", "=", user.id)
            | Domain("team_id.user_id", "=", user.id)
            | Domain("user_id.crm_team_ids.user_id", "=", user.id)
        )
