# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CalendarEvent(models.Model):
    """A meeting about a deal whose client is hidden: it says the name, no number, no address."""

    _inherit = "calendar.event"

    @api.model
    def _prepare_partner_contact_details_html(self, section_title, partner):
        if partner._hidden_from_user():
            partner = partner.sudo()
            partner = partner.new({"name": partner.name})
        return super()._prepare_partner_contact_details_html(section_title, partner)
