# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.identifier.mixin"]
    _identifier_link = "lead_id"

    vat = fields.Char(
        string="Tax ID",
        index="btree_not_null",
        tracking=True,
        help="Tax number of the company, as the customer wrote it.",
    )
    lead_quality = fields.Selection(
        [("lead", "Lead"), ("interest", "Interest")],
        string="Quality",
        default="lead",
        tracking=True,
        help="Interest: nobody to call yet, for example a bare company number without a person.",
    )
    identifier_ids = fields.One2many("crm.identifier", "lead_id", string="Phones and E-mails")
    request_ids = fields.One2many("crm.request", "lead_id", string="Requests")
    request_count = fields.Integer(compute="_compute_request_count")

    def _compute_request_count(self):
        groups = self.env["crm.request"]._read_group(
            [("lead_id", "in", self.ids)], ["lead_id"], ["__count"]
        )
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.request_count = counts.get(lead.id, 0)

    # ------------------------------------------------------------------
    # Identifiers
    # ------------------------------------------------------------------

    @api.model
    def _identifier_watched_fields(self):
        return super()._identifier_watched_fields() | {"email_from", "partner_id"}

    def _identifier_sources(self):
        self.ensure_one()
        return [
            *super()._identifier_sources(),
            ("phone", self.phone),
            ("email", self.email_from),
            ("tax_number", self.vat),
        ]

    @api.model
    def _identifier_missing_domain(self):
        values = (
            Domain("phone", "!=", False)
            | Domain("email_from", "!=", False)
            | Domain("vat", "!=", False)
        )
        return Domain("identifier_ids", "=", False) & values

    # ------------------------------------------------------------------
    # Core's merge
    # ------------------------------------------------------------------

    def _merge_dependences(self, opportunities):
        """Requests and learnt identifiers go to the surviving lead instead of being lost."""
        result = super()._merge_dependences(opportunities)
        opportunities._move_identifiers(self)
        opportunities.sudo().request_ids.lead_id = self.id
        earlier = (
            self.env["crm.request"].sudo().search([("previous_lead_id", "in", opportunities.ids)])
        )
        earlier.previous_lead_id = self.id
        return result
