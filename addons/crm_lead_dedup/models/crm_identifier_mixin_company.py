# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ..tools.company import company_key

BACKFILL_BATCH = 5000


class CrmIdentifierMixin(models.AbstractModel):
    """The name of the company a card speaks of, in the form in which names are compared.

    The inheriting model says in ``_dedup_company_fields`` what it is read from.
    """

    _inherit = "crm.identifier.mixin"

    dedup_company_key = fields.Char(
        string="Company Name, Folded",
        compute="_compute_dedup_company_key",
        store=True,
        index="btree_not_null",
        groups="base.group_system",
        help="Without legal form, alphabet and accents: finds who works with the same company.",
    )

    def _auto_init(self):
        """Add the column empty: a large base is filled by the cron, not while installing."""
        if self._auto and not column_exists(self.env.cr, self._table, "dedup_company_key"):
            create_column(self.env.cr, self._table, "dedup_company_key", "varchar")
        return super()._auto_init()

    @api.model
    def _dedup_company_fields(self):
        """Names of the stored fields on which the company's name depends. Hook."""
        return ()

    def _dedup_company_name(self):
        """The company's name as it is written on the card. Hook."""
        return ""

    @api.depends(lambda self: self._dedup_company_fields())
    def _compute_dedup_company_key(self):
        for card in self:
            card.dedup_company_key = company_key(card._dedup_company_name()) or False

    @api.model
    def _cron_backfill_company_keys(self):
        """Fill the folded names of cards that were there before us or came by SQL.

        Works in slices, commits each, and goes on where it stopped after a kill. A name that
        says nothing gets an empty text, so that it is not looked at again.
        """
        cards = self.with_context(active_test=False).sudo()
        done = True
        while done:
            rows = cards.search(self._dedup_company_missing(), limit=BACKFILL_BATCH, order="id")
            keys = [company_key(card._dedup_company_name()) for card in rows]
            self.env.cr.execute(
                SQL(
                    """UPDATE %s AS card SET dedup_company_key = filled.key
                         FROM unnest(%s::int[], %s::text[]) AS filled (id, key)
                        WHERE card.id = filled.id""",
                    SQL.identifier(self._table),
                    rows.ids,
                    keys,
                )
            )
            rows.invalidate_recordset(["dedup_company_key"])
            done = (
                self.env["ir.cron"]._commit_progress(
                    len(rows), remaining=len(rows) == BACKFILL_BATCH
                )
                and len(rows) == BACKFILL_BATCH
            )

    @api.model
    def _dedup_company_missing(self):
        """Domain of the cards whose folded name was never made."""
        return [("dedup_company_key", "=", None)]
