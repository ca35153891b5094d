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
