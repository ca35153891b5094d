# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmPartyLink(models.Model):
    """A party of a hidden client is hidden with it, unless it is somebody else's, too."""

    _inherit = "crm.party.link"

    @api.model_create_multi
    def create(self, vals_list):
        """A new link may hide or show its party."""
        links = super().create(vals_list)
        links.sudo().party_id._refresh_client_guards()
        return links

    def write(self, vals):
        """A link that changes its ends may hide or show both parties."""
        if not vals.keys() & {"client_id", "party_id"}:
            return super().write(vals)
        before = self.sudo().party_id
        result = super().write(vals)
        (before | self.sudo().party_id)._refresh_client_guards()
        return result

    def unlink(self):
        """Whoever loses a client may be hidden or shown by the others."""
        parties = self.sudo().party_id
        result = super().unlink()
        parties._refresh_client_guards()
        return result
