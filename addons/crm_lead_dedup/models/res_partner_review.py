# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    """A customer on the review screen."""

    _inherit = "res.partner"

    def _review_head(self):
        archived = {"code": "archived", "label": self.env._("Archived")}
        return {
            **super()._review_head(),
            "type_label": self.env._("Company") if self.is_company else self.env._("Person"),
            "status": False if self.active else archived,
        }

    def _review_identity_fields(self):
        """A company's name stands where leads have the company's; a person's beside a person's."""
        companies = all(partner.is_company for partner in self)
        names = [("company", "name")] if companies else [("name", "name"), ("company", "parent_id")]
        return [
            *names,
            ("email", "email"),
            *super()._review_identity_fields(),
            ("lang", "lang"),
            ("tags", "category_id"),
        ]

    def _review_rank(self):
        """Who logs in stays, then a card in use, then one in the archive."""
        logins = self.with_context(active_test=False).user_ids
        return (4 if logins else 0) + (2 if self.active else 0) + bool(self.opportunity_ids)
