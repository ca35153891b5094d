# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmDedupClusterMember(models.Model):
    """One card of a cluster: a lead or a customer."""

    _name = "crm.dedup.cluster.member"
    _description = "Card of a Cluster"
    _order = "cluster_id, lead_id, partner_id"

    cluster_id = fields.Many2one(
        "crm.dedup.cluster", ondelete="cascade", required=True, readonly=True, index=True
    )
    lead_id = fields.Many2one("crm.lead", ondelete="cascade", readonly=True, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner", ondelete="cascade", readonly=True, index="btree_not_null"
    )
    card_name = fields.Char(compute="_compute_card", string="Card")
    in_charge = fields.Char(compute="_compute_card")

    def _card(self):
        """The lead or the customer, in the reader's environment."""
        self.ensure_one()
        member = self.sudo()
        if member.lead_id:
            return self.env["crm.lead"].browse(member.lead_id.id)
        return self.env["res.partner"].browse(member.partner_id.id)

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("lead_id", "partner_id")
    def _compute_card(self):
        shown = self.env["crm.dedup.engine"]._shown_cards([member._card() for member in self])
        for member in self:
            card = shown[member._card()]
            member.card_name = card["name"]
            member.in_charge = card["in_charge"]
