# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# As long as the secret of an SMS, so that a preview counts its characters rightly; no secret has
# a hyphen there.
DUMMY = "preview-link"


class CrmFarewellInvitation(models.Model):
    """The personal link of a letter."""

    _inherit = "crm.farewell.invitation"

    def _link_placeholder(self):
        """Return what stands for the personal link in templates, previews and stored letters.

        For templates: ``object._link_placeholder()``. The real link is put in when the message
        leaves, into what is sent and nowhere else. Whatever follows in the template stays behind
        the link, such as ``/unsubscribe``.
        """
        self.ensure_one()
        return f"{self.get_base_url()}/f/{DUMMY}"

    def preview_url(self):
        """Return the dummy of the personal link."""
        return self._link_placeholder()
