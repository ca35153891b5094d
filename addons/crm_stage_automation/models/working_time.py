# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from zoneinfo import ZoneInfo

import pytz

from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.delays import Delay
from ..tools.working_time import NoWorkingTimeError, WorkingTime

_LEAVES = Domain("time_type", "=", "leave")


class WorkingHours:
    """The working hours of people and teams: made once a batch, each calendar is read once in it.

    Whose hours: those of the person's resource in the company, else of the team, else of the
    company. Days off are the person's own and the company's public holidays. Calendars are read as
    the system: a moment when somebody works is all that comes out.

    :param users: people who may be asked for; those of one calendar are then read together.
    """

    def __init__(self, env, users=None):
        self._env = env(su=True)
        self._users = self._env["res.users"].browse(users.ids if users else [])
        self._clocks = {}
        self._pieces = {}

    def due(self, moment, delay, company, team=None, user=None):
        """Return the moment after a delay, in the working time asked for or by the clock.

        :param moment: UTC, without a zone, as in all that follows.
        :raise UserError: the calendar cannot tell; the text names it.
        """
        source = self._source(company, team, user)
        if not delay.is_working and user:
            source = (*source[:2], user._activity_zone().key, source[3])
        try:
            return self._clock(source).due(moment, delay)
        except NoWorkingTimeError as error:
            raise self._refusal(source[0]) from error

    def is_open(self, moment, company, team=None, user=None):
        """Whether it is working time.

        :raise UserError: the calendar cannot tell.
        """
        return self._clock(self._source(company, team, user)).is_open(moment)

    def opening(self, moment, company, team=None):
        """Return the moment itself in working time, else the next one that is in it.

        By hours by which nobody can tell it is the moment itself.
        """
        try:
            return self.due(moment, Delay(0, is_working=True), company, team)
        except UserError:
            return moment

    def check(self, calendar):
        """Refuse a calendar by which nothing can be counted.

        :raise UserError: it has no attendances, or flexible ones, which say how long but not when.
        """
        if calendar.sudo().flexible_hours or not calendar.sudo().attendance_ids:
            raise self._refusal(calendar)

    def absent(self, users, moment):
        """Return those of the people who have a day off or are out of office."""
        users = users.sudo()
        off = self._env["resource.calendar.leaves"]._read_group(
            _LEAVES
            & Domain("resource_id.user_id", "in", users.ids)
            & Domain("date_from", "<=", moment)
            & Domain("date_to", ">=", moment),
            ["resource_id"],
        )
        away = {resource.user_id.id for (resource,) in off}
        return users.filtered(lambda user: user.id in away or user.is_out_of_office)

    def _source(self, company, team, user):
        """Return (calendar, resource, name of the zone, company) that answer for somebody."""
        company = company.sudo()
        resource = self._resource_of(company, user)
        if resource.calendar_id:
            return resource.calendar_id, resource, resource.tz, company
        calendar = (team and team.sudo().resource_calendar_id) or company.resource_calendar_id
        return calendar, resource, calendar.tz or "UTC", company

    def _resource_of(self, company, user):
        if not user:
            return self._env["resource.resource"]
        # Read with all of the batch, not one by one.
        user = user.sudo().with_prefetch((self._users | user.sudo())._ids)
        return user.resource_ids.filtered(lambda resource: resource.company_id == company)[:1]

    def _clock(self, source):
        if source not in self._clocks:
            calendar, resource, zone, company = source

            def ask(begin, end):
                self.check(calendar)
                if resource.calendar_id:
                    return self._of_person(resource, begin, end)
                return self._of_calendar(calendar, resource, zone, company, begin, end)

            self._clocks[source] = WorkingTime(ask, ZoneInfo(zone))
        return self._clocks[source]

    def _of_person(self, resource, begin, end):
        """Return the working pieces of somebody with hours of his own."""
        key = resource.calendar_id, resource.tz, begin, end
        pieces = self._pieces.setdefault(key, {})
        if resource.id not in pieces:
            alike = resource | self._users.resource_ids.filtered(
                lambda one: one.calendar_id == resource.calendar_id and one.tz == resource.tz
            )
            pieces |= resource.calendar_id._work_intervals_batch(
                begin, end, resources=alike, tz=pytz.timezone(resource.tz)
            )
        return pieces[resource.id]

    def _of_calendar(self, calendar, resource, zone, company, begin, end):
        """Return the working pieces of a team, less the days off of one who shares its hours.

        Asked for no resource, core takes the holidays of every company.
        """
        its_own = _LEAVES & Domain("company_id", "in", [False, company.id])
        timezone = pytz.timezone(zone)
        pieces = calendar._work_intervals_batch(begin, end, domain=list(its_own), tz=timezone)[
            False
        ]
        if not resource:
            return pieces
        off = calendar._leave_intervals_batch(begin, end, resources=resource, tz=timezone)
        return pieces - off[resource.id]

    def _refusal(self, calendar):
        return UserError(
            self._env._(
                "Nothing can be planned by the working hours “%(calendar)s”: they say on no day "
                "from when until when there is work.",
                calendar=calendar.sudo().display_name or self._env._("none"),
            )
        )
