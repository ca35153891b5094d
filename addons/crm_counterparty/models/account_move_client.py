# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .columns import make_columns


class AccountMove(models.Model):
    """Whom an invoice serves; its partner is the counterparty."""

    _inherit = "account.move"

    client_id = fields.Many2one(
        "res.partner",
        compute="_compute_client_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Whom the invoice serves. Without a client it counts on its own partner.",
    )

    def _auto_init(self):
        """Old invoices stay without a client: nothing of theirs is computed at install."""
        make_columns(self, "client_id")
        return super()._auto_init()

    @api.depends("partner_id")
    def _compute_client_id(self):
        """A sale by hand serves the partner if he is a client, else his only client by link.

        Another legal entity of the client that is there leaves him in place. The type of a
        document may change with its sign, that says nothing about the client.
        """
        sales = self.filtered(
            lambda move: move.partner_id and move.is_sale_document(include_receipts=True)
        )
        (self - sales).client_id = False
        for move_company, moves in sales.grouped("company_id").items():
            company = move_company or self.env.company
            found = moves.partner_id._client_of(company)
            clients = self.env["res.partner"].union(*found.values())._visible_in(company)
            clients = clients.filtered("is_client")
            pairs = [(move.partner_id, move.client_id) for move in moves]
            stay = self.env["crm.party.link"].sudo()._belonging(company, pairs)
            for move, stays in zip(moves, stay, strict=True):
                client = found[move.partner_id]
                if client in clients:
                    move.client_id = client
                elif not stays:
                    move.client_id = False
