# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ResPartner(models.Model):
    """The name by which colleagues at the same company are found."""

    _inherit = "res.partner"

    @api.model
    def _dedup_company_fields(self):
        return ("name", "is_company")

    def _dedup_company_name(self):
        return self.name if self.is_company else ""

    @api.model
    def _dedup_company_missing(self):
        return [*super()._dedup_company_missing(), ("is_company", "=", True)]
