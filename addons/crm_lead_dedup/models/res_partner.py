# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "crm.identifier.mixin"]
    _identifier_link = "partner_id"

    identifier_ids = fields.One2many(
        "crm.identifier", "partner_id", string="Phones and E-mails", groups="base.group_user"
    )
    request_ids = fields.One2many(
        "crm.request",
        "partner_id",
        string="Requests",
        groups="sales_team.group_sale_salesman",
    )
    request_count = fields.Integer(
        compute="_compute_request_count", groups="sales_team.group_sale_salesman"
    )

    @api.model
    def _identifier_watched_fields(self):
        return super()._identifier_watched_fields() | {"email", "is_company"}

    def _identifier_sources(self):
        self.ensure_one()
        sources = [
            *super()._identifier_sources(),
            ("phone", self.phone),
            ("email", self.email),
            ("tax_number", self.vat),
        ]
        if self.is_company:
            sources += [("domain", self.website), ("domain", self._identifier_mail_domain())]
        return sources

    def _identifier_mail_domain(self):
        """Domain of the company's own mailbox; False for free mail."""
        return self.email and self.env["crm.identifier"]._company_domain(self.email)

    @api.model
    def _identifier_missing_domain(self):
        values = (
            Domain("phone", "!=", False) | Domain("email", "!=", False) | Domain("vat", "!=", False)
        )
        return Domain("identifier_ids", "=", False) & values

    def _identifiers_changed(self):
        """Leads mirror their customer's phone and e-mail, so their identifiers follow too."""
        result = super()._identifiers_changed()
        leads = (
            self.env["crm.lead"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", self.ids)])
        )
        if leads:
            leads._sync_identifiers()
        return result
