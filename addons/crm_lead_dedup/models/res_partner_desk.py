# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    """The customer's tabs."""

    _inherit = "res.partner"

    learnt_identifier_ids = fields.Many2many(
        "crm.identifier",
        string="Learnt Phones and E-mails",
        compute="_compute_learnt_identifier_ids",
        groups="sales_team.group_sale_salesman",
        help="From requests on the customer's leads, as far as the customer lacks them.",
    )

    @api.depends("identifier_ids.key", "opportunity_ids.identifier_ids.key")
    def _compute_learnt_identifier_ids(self):
        rows = self.env["crm.identifier"].search(
            [("lead_id.partner_id", "in", self.ids), ("origin", "!=", "card")]
        )
        of_partner = rows.grouped(lambda row: row.lead_id.partner_id)
        for partner in self:
            known = {(row.kind, row.key) for row in partner.identifier_ids}
            learnt = of_partner.get(partner, rows.browse())
            partner.learnt_identifier_ids = learnt.filtered(
                lambda row, known=known: row.key and (row.kind, row.key) not in known
            )
