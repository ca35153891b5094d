# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import UTC, datetime, time

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.picking import Person
from .working_time import WorkingHours


class CrmAssignmentScheme(models.Model):
    """Who can take a lead now."""

    _inherit = "crm.assignment.scheme"

    def _assignment_company(self):
        """Return the company whose hours count for the team."""
        self.ensure_one()
        return self.company_id or self.env.company

    def _people(self, seats):
        """Return {user: Person} of the people of these seats, and who of them is just not at work.

        The caps of somebody with several seats all hold.
        """
        self.ensure_one()
        users = seats.user_id
        hours = WorkingHours(self.env, users)
        away = self._away(users, hours)
        off_duty = self._off_duty(users - away, hours)
        load = dict.fromkeys(users.ids, 0) | self._open_leads(users)
        today = self._given_today(seats.filtered("max_day").user_id)
        rooms = defaultdict(list)
        for seat in seats:
            person = seat.user_id.id
            if seat.max_open:
                rooms[person].append(seat.max_open - load[person])
            if seat.max_day:
                rooms[person].append(seat.max_day - today.get(person, 0))
        people = {
            user.id: Person(
                load=load[user.id],
                room=max(0, min(rooms[user.id])) if rooms[user.id] else None,
                is_absent=user in away | off_duty,
            )
            for user in users
        }
        return people, off_duty

    def _away(self, users, hours):
        """Return who of these people gets no leads for now: on leave, out of office, archived.

        A hook: whoever knows of other absences adds them.

        :param hours: the ``WorkingHours`` of this batch.
        """
        gone = users.filtered(lambda user: not user.active)
        return gone | hours.absent(users - gone, self.env.cr.now())

    def _off_duty(self, users, hours):
        """Return whose working day has not begun or is over, if that matters."""
        if not self.only_working_hours:
            return users.browse()
        company, now = self._assignment_company(), self.env.cr.now()

        def is_open(user):
            try:
                return hours.is_open(now, company, self.team_id, user)
            except UserError:  # hours by which nobody can tell keep no lead waiting
                return True

        return users.filtered(lambda user: not is_open(user))

    def _open_leads(self, users):
        """Return {user: how many open leads of any team he has}."""
        domain = [("user_id", "in", users.ids), ("won_status", "=", "pending")]
        return self._count_by_user(domain)

    def _given_today(self, users):
        """Return {user: how many leads came to him today}, in the company's time zone."""
        if not users:
            return {}
        company = self._assignment_company()
        today, zone = company._working_date(self.env.cr.now()), company._working_zone()
        midnight = datetime.combine(today, time(), zone).astimezone(UTC).replace(tzinfo=None)
        domain = [
            ("user_id", "in", users.ids),
            ("date_open", ">=", fields.Datetime.to_string(midnight)),
        ]
        return self._count_by_user(domain)

    def _count_by_user(self, domain):
        # sudo: the load of people is a number, whatever leads the user may see
        groups = self.env["crm.lead"].sudo()._read_group(domain, ["user_id"], ["__count"])
        return {user.id: count for user, count in groups}
