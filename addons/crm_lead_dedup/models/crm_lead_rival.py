# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmLead(models.Model):
    """Which colleagues work with the same company."""

    _inherit = "crm.lead"

    dedup_rival_user_ids = fields.Many2many(
        "res.users",
        string="Colleagues at the Company",
        compute="_compute_dedup_rival_user_ids",
        groups="sales_team.group_sale_salesman",
        help="Other salespeople with open leads or deals of the same company, known by its "
        "customer's card, tax number or domain, and who is in charge of that customer.",
    )

    @api.model
    def _dedup_company_fields(self):
        return ("partner_name",)

    def _dedup_company_name(self):
        return self.partner_name

    @api.model
    def _dedup_company_missing(self):
        return [*super()._dedup_company_missing(), ("partner_name", "!=", False)]

    @api.depends("partner_id", "partner_name", "email_from", "website", "vat", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dedup_rival_user_ids(self):
        service = self.env["crm.dedup.rival"]
        found = service._find(service._questions(self))
        users = self.env["res.users"].browse(
            list(dict.fromkeys(rival.user_id for each in found for rival in each))
        )
        shown = set(users._filtered_access("read").ids)
        for lead, rivals in zip(self, found, strict=True):
            lead.dedup_rival_user_ids = [
                rival.user_id for rival in rivals if rival.user_id in shown
            ]
