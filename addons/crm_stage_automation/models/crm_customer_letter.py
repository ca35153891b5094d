# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..tools.delays import Delay, plain_after

KEEP_DAYS = 7
# So often a letter waits for a day on which its customer has room for it; then it is not sent.
PUT_OFF_MOST = 3


class CrmCustomerLetter(models.Model):
    """How many letters and SMS a customer got by itself on a day, so that they do not pile up."""

    _name = "crm.customer.letter"
    _description = "Letters to a Customer on a Day"
    _order = "day desc, id desc"
    _rec_name = "address"

    address = fields.Char(required=True, help="A normalised e-mail address or phone number.")
    day = fields.Date(required=True)
    count = fields.Integer(required=True, default=0)

    _address_day_uniq = models.Constraint(
        "UNIQUE(address, day)", "The letters of this day are counted already."
    )
    _day_idx = models.Index("(day)")

    @api.model
    def _refused(self, addresses, company, bounced=()):
        """Return why what is to be sent must not be, by its key; what may be sent is counted.

        :param addresses: a set for each thing to be sent, in the order of sending; None: nobody.
        :param company: whose cap and whose day it is.
        :param bounced: keys whose record has had letters come back.
        """
        everybody = sorted(set().union(*(found for found in addresses.values() if found)))
        unwilling = self._blacklisted(everybody)
        bouncing = self._bouncing(everybody) - unwilling
        reasons, counted = {}, {}
        for key, found in addresses.items():
            if found is None:
                reasons[key] = "no_address"
            elif found & unwilling:
                reasons[key] = "blacklisted"
            elif found & bouncing or key in bounced:
                reasons[key] = "bounced"
            else:
                counted[key] = found
        return reasons | dict.fromkeys(self._count(counted, company), "daily_cap")

    def _blacklisted(self, addresses):
        """Return those who do not want letters."""
        found = (
            self.env["mail.blacklist"].sudo().search_fetch([("email", "in", addresses)], ["email"])
        )
        return set(found.mapped("email"))

    def _bouncing(self, addresses):
        """Return those from whom letters came back, and nothing else since."""
        found = (
            self.env["res.partner"]
            .sudo()
            ._read_group(
                [("email_normalized", "in", addresses), ("message_bounce", ">", 0)],
                ["email_normalized"],
            )
        )
        return {address for (address,) in found}

    @api.model
    def _count(self, wanted, company):
        """Count what is to be sent today, and return what is one too many.

        :param wanted: a set of addresses for each thing to be sent, in the order of sending.
        :param company: whose cap and whose day it is.
        :return: the keys of ``wanted`` that must not be sent.
        """
        cap = company.sudo().customer_letter_cap
        addresses = sorted(set().union(*wanted.values()))
        if not cap or not addresses:
            return []
        day = company._working_date(fields.Datetime.now())
        counts = self._locked_counts(addresses, day)
        over = []
        for key, found in wanted.items():
            if any(counts[address] >= cap for address in found):
                over.append(key)
                continue
            for address in found:
                counts[address] += 1
        self._store(counts, day)
        return over

    def _locked_counts(self, addresses, day):
        """Return the counts by address; nobody else counts on them until the end."""
        rows = SQL(", ").join(SQL("(%s, %s, 0)", address, day) for address in addresses)
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_customer_letter (address, day, count) VALUES %s"
                " ON CONFLICT (address, day) DO NOTHING",
                rows,
            )
        )
        found = self.env.execute_query(
            SQL(
                "SELECT address, count FROM crm_customer_letter"
                " WHERE day = %s AND address IN %s ORDER BY address FOR UPDATE",
                day,
                tuple(addresses),
            )
        )
        return dict(found)

    def _store(self, counts, day):
        rows = SQL(", ").join(SQL("(%s, %s)", address, n) for address, n in counts.items())
        self.env.cr.execute(
            SQL(
                "UPDATE crm_customer_letter letter SET count = now.count"
                " FROM (VALUES %s) AS now (address, count)"
                " WHERE letter.day = %s AND letter.address = now.address",
                rows,
                day,
            )
        )

    @api.model
    def _next_chance(self, company, team, hours):
        """Return when a letter that is one too many today is tried again.

        That is at the same time of the next day, or at the beginning of work after it.

        :param hours: ``WorkingHours`` of the batch.
        """
        tomorrow = plain_after(fields.Datetime.now(), Delay(1, "days"), company._working_zone())
        return hours.opening(tomorrow, company, team)

    @api.autovacuum
    def _gc_counts(self):
        """Forget the days gone by."""
        before = fields.Date.today() - timedelta(days=KEEP_DAYS)
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_customer_letter WHERE id IN"
                " (SELECT id FROM crm_customer_letter WHERE day < %s LIMIT %s)",
                before,
                GC_UNLINK_LIMIT,
            )
        )
        return self.env.cr.rowcount, self.env.cr.rowcount == GC_UNLINK_LIMIT
