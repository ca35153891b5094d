# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

# What waits in the cursor until its transaction is written, and goes when it is rolled back.
PENDING = "crm_counterparty.figure_marks"


class CrmPartyFigureDirty(models.Model):
    """A partner whose figures changed: a row more for every transaction that changed them.

    Rows are only added, never looked up or updated, and refer to nothing: users who post
    invoices of one client at once have nothing in common that one could lock before the other.
    """

    _name = "crm.party.figure.dirty"
    _description = "Figures to Be Renewed"
    _log_access = False

    # No foreign key: it would lock the partner, and a mark of who is gone harms nobody.
    partner_id = fields.Integer(required=True, index=True)

    @api.model
    def _mark(self, partners):
        """The figures of these partners changed in this transaction.

        :param partners: partners or their ids
        """
        self._pending()["res.partner"].update(getattr(partners, "ids", partners))

    @api.model
    def _mark_owners(self, model, record_ids):
        """Something was said on the chatter of these records: their owners are marked."""
        self._pending()[f"thread {model}"].update(record_ids)

    @api.model
    def _pending(self):
        """Partners, and records with a chatter, that wait: ``{what: ids}``."""
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = defaultdict(set)
            precommit.add(self.env(su=True)[self._name]._flush_marks)
        return precommit.data[PENDING]

    @api.model
    def _flush_marks(self):
        """Write down what waits: one statement for each kind of record."""
        data = self.env.cr.precommit.data
        waiting = data.get(PENDING)
        if not waiting:
            return
        waiting, data[PENDING] = dict(waiting), defaultdict(set)
        partner_ids = set(waiting.pop("res.partner", ()))
        figure = self.env["crm.party.figure"]
        owners = figure._thread_owners()
        if waiting:
            figure._flush_threads()
        for thread, record_ids in waiting.items():
            partner_ids |= self._owners_of(thread.removeprefix("thread "), owners, record_ids)
        partner_ids.discard(False)
        if partner_ids:
            self.env.cr.execute(
                "INSERT INTO crm_party_figure_dirty (partner_id) SELECT unnest(%s)",
                [sorted(partner_ids)],
            )

    @api.model
    def _owners_of(self, model, owners, record_ids):
        """Ids of the partners to whom these records belong."""
        query = SQL(
            "SELECT partner_id FROM (%s) owner WHERE res_id = ANY(%s)",
            owners[model], list(record_ids),
        )  # fmt: skip
        found = {partner_id for [partner_id] in self.env.execute_query(query)}
        if model == "res.partner":
            # Words with a party are words with its clients.
            query = SQL(
                "SELECT client_id FROM crm_party_link WHERE party_id = ANY(%s)", list(record_ids)
            )
            found |= {client_id for [client_id] in self.env.execute_query(query)}
        return found

    @api.model
    def _take(self, limit):
        """Take marks off the queue, the oldest first; two at once take different ones."""
        self.env.cr.execute(
            """
            DELETE FROM crm_party_figure_dirty WHERE id IN (
                SELECT id FROM crm_party_figure_dirty ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
            RETURNING partner_id
            """,
            [limit],
        )
        return sorted({partner_id for [partner_id] in self.env.cr.fetchall()})
