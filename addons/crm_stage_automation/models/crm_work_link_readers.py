# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class CrmWorkLink(models.Model):
    """Who sees a link: whoever may read its record, or the deal that the record belongs to."""

    _inherit = "crm.work.link"

    @api.depends("lead_id")
    def _compute_is_readable(self):
        result = super()._compute_is_readable()
        links = self.filtered(lambda link: not link.is_readable and link.sudo().lead_id)
        deals = self._records_of("crm.lead").browse(links.sudo().lead_id.ids)
        readable = deals._filtered_access("read")
        for link in links:
            link.is_readable = link.sudo().lead_id.id in readable.ids
        return result

    def _search_is_readable(self, operator, value):
        found = super()._search_is_readable(operator, value)
        deals = self._records_of("crm.lead")
        if found is NotImplemented or not deals.has_access("read"):
            return found
        of_deals = Domain("lead_id", "in", deals._search([]))
        return found | of_deals if True in value else found & ~of_deals

    @api.model
    def _record_models(self):
        """Links are for every model that takes the mixin."""
        return sorted(self.pool["crm.work.link.mixin"]._inherit_children)
