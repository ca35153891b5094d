# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError


class CrmIdentifier(models.Model):
    """What people may do with the rows: add their own, correct them, take learnt ones over."""

    _inherit = "crm.identifier"

    @api.model_create_multi
    def create(self, vals_list):
        """A row that a person adds is a row by hand, whatever else is claimed."""
        if not self.env.su:
            vals_list = [
                {**{name: vals[name] for name in vals if name not in {"key", "tail", "phone_kind"}},
                 "origin": "manual", "request_id": False}
                for vals in vals_list
            ]  # fmt: skip
        return super().create(vals_list)

    def write(self, vals):
        """Rows that mirror the card change with the card only."""
        self._check_not_of_card()
        if not self.env.su and {"key", "tail", "phone_kind", "origin", "request_id"} & set(vals):
            raise UserError(self.env._("These values follow from the phone or e-mail itself."))
        result = super().write(vals)
        if {"lead_id", "partner_id"} & set(vals):
            # Core looks at the rules before; a row may be moved to a card of one's own only.
            self.check_access("write")
        return result

    def unlink(self):
        """Rows that mirror the card leave with the card's value only."""
        self._check_not_of_card()
        return super().unlink()

    def _check_not_of_card(self):
        if not self.env.su and "card" in self.sudo().mapped("origin"):
            raise UserError(
                self.env._("This is a field of the card. Change it there; this row follows.")
            )

    def action_remove(self):
        """Remove a row that was learnt or added by hand."""
        self.unlink()
        return True

    def action_take_over(self):
        """Add what a lead learnt to its customer, by a person's decision."""
        self.check_access("read")
        for row in self:
            partner = row.lead_id.partner_id
            partner.check_access("write")
            known = partner.identifier_ids.filtered(
                lambda other, row=row: (other.kind, other.key) == (row.kind, row.key)
            )
            if partner and not known:
                self.create({"kind": row.kind, "value": row.value, "partner_id": partner.id})
        return True
