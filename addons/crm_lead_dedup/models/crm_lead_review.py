# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmLead(models.Model):
    """A lead on the review screen."""

    _inherit = "crm.lead"

    def _review_head(self):
        types = dict(self._fields["type"]._description_selection(self.env))
        return {
            **super()._review_head(),
            "type_label": types.get(self.type, ""),
            "status": self._review_status(),
            "partner_id": self.partner_id.id,
        }

    def _review_status(self):
        """Open with its stage, won, lost or archived."""
        if self.won_status in ("won", "lost"):
            labels = dict(self._fields["won_status"]._description_selection(self.env))
            return {"code": self.won_status, "label": labels[self.won_status]}
        if not self.active:
            return {"code": "archived", "label": self.env._("Archived")}
        return {"code": "open", "label": self.stage_id.name or self.env._("Open")}

    def _review_identity_fields(self):
        return [
            ("subject", "name"),
            ("name", "contact_name"),
            ("company", "partner_name"),
            ("email", "email_from"),
            *super()._review_identity_fields(),
            ("lang", "lang_id"),
            ("customer", "partner_id"),
            ("tags", "tag_ids"),
        ]

    @api.model
    def _review_hidden_fields(self):
        return super()._review_hidden_fields() | {"type", "stage_id", "date_closed", "date_open"}

    def _review_rank(self):
        """Won before open before lost; an opportunity before a mere lead."""
        rank = {"won": 4, "lost": 0}.get(self.won_status, 2 if self.active else 0)
        return rank + (self.type == "opportunity")
