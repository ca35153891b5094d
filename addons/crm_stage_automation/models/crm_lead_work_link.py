# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.work.link.mixin"]

    def _prepare_work_link(self):
        values = super()._prepare_work_link()
        town = " ".join(filter(None, (self.zip, self.city)))
        parts = (self.street, self.street2, town, self.state_id.name, self.country_id.name)
        values.update(
            lead_id=self.id,
            name=self.name,
            address=", ".join(filter(None, parts)) or False,
            lang=self.lang_id.code or values["lang"],
        )
        return values

    def _merge_dependences(self, opportunities):
        """Links of the merged deals go on with the one that stays."""
        links = self.env["crm.work.link"].sudo().search([("lead_id", "in", opportunities.ids)])
        of_deals = links.filtered(lambda link: link.res_model == self._name)
        of_deals.res_id = self.id
        links.lead_id = self
        return super()._merge_dependences(opportunities)
