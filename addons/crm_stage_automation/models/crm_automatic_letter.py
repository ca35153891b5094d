# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.constants import GC_UNLINK_LIMIT

CRON = "crm_stage_automation.ir_cron_automatic_letters"
KEEP_DAYS = 365


class CrmAutomaticLetter(models.Model):
    """A letter that the customer gets by itself: an answer to his request, or who is in charge now.

    The rows are made by what happens and sent by the scheduler; the key makes each of them once.
    """

    _name = "crm.automatic.letter"
    _description = "Automatic Letter"
    _order = "id desc"
    _rec_name = "key"

    kind = fields.Selection(
        [("answer", "Answer to a request"), ("person", "New person in charge")], required=True
    )
    lead_id = fields.Many2one("crm.lead", ondelete="set null", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    key = fields.Char(required=True)
    address = fields.Char(help="Where an answer goes: to the sender.")
    due = fields.Datetime(required=True)
    is_closed = fields.Boolean("Outside Working Hours")
    former_user_id = fields.Many2one("res.users", "Formerly in Charge", ondelete="set null")
    incoming_id = fields.Char("Message Id")
    state = fields.Selection(
        [("pending", "Planned"), ("sent", "In the queue of letters"), ("skipped", "Not sent")],
        required=True,
        default="pending",
    )
    reason = fields.Selection(
        [
            ("no_template", "The team has no such letter"),
            ("no_address", "No address"),
            ("blacklisted", "Does not want letters"),
            ("bounced", "Letters come back"),
            ("daily_cap", "Enough letters for a day"),
            ("closed", "Won, lost or archived meanwhile"),
            ("same", "The same person is in charge again"),
            ("error", "Failed"),
        ],
    )
    error = fields.Char()
    put_off = fields.Integer(help="How often the customer had enough letters for a day.")

    _key_uniq = models.Constraint("UNIQUE(key)", "This letter is planned already.")
    _pending_idx = models.Index("(due) WHERE state = 'pending'")

    @api.model
    def _plan(self, rows):
        """Plan letters that are not yet; wake the scheduler for the first of them.

        :param rows: values of each, with the same fields.
        :return: those that were planned now.
        """
        if not rows:
            return self.browse()
        names = (*rows[0], "state", "create_date", "write_date", "create_uid", "write_uid")
        now = self.env.cr.now()
        stamps = ("pending", now, now, self.env.uid, self.env.uid)
        made = self.env.execute_query(
            SQL(
                "INSERT INTO crm_automatic_letter (%s) VALUES %s"
                " ON CONFLICT (key) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(
                    SQL("%s", tuple(value or None for value in (*row.values(), *stamps)))
                    for row in rows
                ),
            )
        )
        if made:
            self._wake(min(row["due"] for row in rows))
        return self.browse(letter for (letter,) in made)

    def _wake(self, moment):
        # sudo: a customer's mail may wake the scheduler
        self.env.ref(CRON).sudo()._trigger(moment)

    @api.autovacuum
    def _gc_letters(self):
        """Forget letters of long ago."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_automatic_letter WHERE id IN (SELECT id FROM crm_automatic_letter"
                " WHERE state <> 'pending' AND create_date < %s LIMIT %s)",
                fields.Datetime.now() - timedelta(KEEP_DAYS),
                GC_UNLINK_LIMIT,
            )
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == GC_UNLINK_LIMIT
