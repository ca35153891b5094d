# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from zlib import crc32

from psycopg2.extensions import TransactionRollbackError

from odoo import models
from odoo.tools import SQL

# The first of the two numbers of our advisory locks.
FAMILY = 0x46617265


def _number(text):
    """Return a text as the second number of an advisory lock; equal ones only make one wait."""
    return crc32(text.encode()) - (1 << 31)


class CrmFarewellInvitation(models.Model):
    """Of several processes that send, only one writes to the same person at a time.

    The locks belong to a connection of their own: they last over commits, and are gone in the
    moment in which the process is.
    """

    _inherit = "crm.farewell.invitation"

    def _lease_names(self):
        """Return what is locked while this is sent: the invitation, and its person."""
        self.ensure_one()
        return {
            f"invitation/{self.id}",
            *(f"partner/{person.id}" for person in self.partner_id),
            *(f"email/{email}" for email in (self.email_normalized,) if email),
            *(f"phone/{phone}" for phone in (self.phone_sanitized,) if phone),
        }

    @contextmanager
    def _leased(self):
        """Give those whose person nobody else writes to now, as long as it lasts."""
        numbers = {one.id: {_number(name) for name in one._lease_names()} for one in self}
        wanted = sorted(set().union(*numbers.values()))
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "SELECT number FROM unnest(%s) AS number"
                    " WHERE pg_try_advisory_xact_lock(%s, number)",
                    wanted,
                    FAMILY,
                )
            )
            held = {number for (number,) in cr.fetchall()}
            # What others committed until they gave the locks back is seen by a new transaction.
            self.env["ir.cron"]._commit_progress()
            self.env.invalidate_all()
            yield self.filtered(lambda one: numbers[one.id] <= held)

    def _is_leased(self):
        """Whether a process is busy with this one."""
        [[free]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(%s, %s)", FAMILY, _number(f"invitation/{self.id}")
            )
        )
        return not free

    def _lock_in_state(self, states):
        """Lock the row, and tell whether it is still in one of the states.

        To be called first in a transaction: of a row that was changed by another after its
        beginning, the database tells only by an error.
        """
        self.ensure_one()
        try:
            locked = self.try_lock_for_update(allow_referencing=True)
        except TransactionRollbackError:
            self.env.cr.rollback()
            return False
        self.invalidate_recordset()
        return bool(locked) and self.state in states
