# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    """Who signs for a party and on what ground, and where its seat is."""

    _inherit = "res.partner"

    type = fields.Selection(
        selection_add=[("legal", "Legal Address")],
        ondelete={"legal": lambda partners: partners.write({"type": "other"})},
    )
    director_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        help="The person who signs for this party.",
    )
    director_position = fields.Char(
        "Position of the Director", tracking=True, help="As on documents: General Director, …"
    )
    authority_basis = fields.Char(
        "Acts on the Basis of",
        tracking=True,
        help="Charter, power of attorney with number and date, entry in the register, …",
    )
    legal_address_id = fields.Many2one("res.partner", compute="_compute_requisite_addresses")
    delivery_address_id = fields.Many2one("res.partner", compute="_compute_requisite_addresses")

    @api.depends("child_ids.type", "child_ids.active")
    def _compute_requisite_addresses(self):
        """The first address of its kind below the contact, else the contact's own."""
        for partner in self:
            by_type = partner.child_ids.grouped("type")
            partner.legal_address_id = by_type.get("legal", partner)[:1]
            partner.delivery_address_id = by_type.get("delivery", partner)[:1]

    def _compute_type_address_label(self):
        legal = self.filtered(lambda partner: partner.type == "legal")
        legal.type_address_label = self.env._("Legal Address")
        return super(ResPartner, self - legal)._compute_type_address_label()
