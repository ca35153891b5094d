# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models

from ..tools.deadlines import date_of, moved_to

# What moves the moment of an activity.
MOMENT = {"deadline_at", "date_deadline"}


class MailActivity(models.Model):
    """What is to be done has a time of day, not just a date.

    The moment decides: where one is given, the date is that day in the zone of the person who is to
    do it. A date given without a moment, as by core's views, keeps the time of day.
    """

    _inherit = "mail.activity"

    deadline_at = fields.Datetime(
        string="Due At",
        help="The moment by which this is to be done; empty when the day is enough.",
    )

    _deadline_at_idx = models.Index("(deadline_at) WHERE active AND deadline_at IS NOT NULL")
    # "Has it a next activity?" is asked of whole pipelines, about open activities only.
    _open_of_record_idx = models.Index("(res_model, res_id) WHERE active")

    @api.model_create_multi
    def create(self, vals_list):
        """Take the date from the moment, for the zone of each assignee."""
        timed = [vals for vals in vals_list if vals.get("deadline_at")]
        if not timed:
            return super().create(vals_list)
        # Browsed together, people are read together.
        users = self.env["res.users"].browse({self._assignee_of(vals) for vals in timed} - {False})
        zones = {user.id: user._activity_zone() for user in users}
        zones[False] = self.env["res.users"]._activity_zone()
        dated = [
            {
                **vals,
                "date_deadline": self._day(vals["deadline_at"], zones[self._assignee_of(vals)]),
            }
            if vals.get("deadline_at")
            else vals
            for vals in vals_list
        ]
        return super().create(dated)

    def write(self, vals):
        """Keep the date and the moment of each activity together."""
        if vals.get("deadline_at"):
            vals = {name: value for name, value in vals.items() if name != "date_deadline"}
        before = {act.id: act.deadline_at for act in self.sudo()} if vals.keys() & MOMENT else {}
        # Before the write itself, because that tells a new assignee of the date.
        for extra, ids in self._deadlines_after(vals).items():
            super(MailActivity, self.browse(ids)).write(dict([extra]))
        done = super().write(vals)
        now = {act.id: act.deadline_at for act in self.sudo().browse(before)}
        moved = {act_id: at for act_id, at in now.items() if at and at != before[act_id]}
        if moved:
            self.env["crm.playbook.job"].sudo()._restart_series(moved)
        return done

    def _deadlines_after(self, vals):
        """Return what a write has to change besides: ids by (field, value)."""
        ids_by_change = defaultdict(list)
        if not vals.keys() & (MOMENT | {"user_id"}):
            return ids_by_change
        new_user = self.env["res.users"].browse(vals.get("user_id") or [])
        for activity in self.sudo():
            moment = vals.get("deadline_at", activity.deadline_at)
            if not moment:
                continue
            zone = (new_user if "user_id" in vals else activity.user_id)._activity_zone()
            if vals.get("date_deadline"):
                day = fields.Date.to_date(vals["date_deadline"])
                change = ("deadline_at", moved_to(moment, day, zone))
            else:
                change = ("date_deadline", self._day(moment, zone))
            if activity[change[0]] != change[1]:
                ids_by_change[change].append(activity.id)
        return ids_by_change

    @api.model
    def _assignee_of(self, vals):
        """Return the id of the person whom new values name, or a default does."""
        return vals.get("user_id", self.env.context.get("default_user_id")) or False

    @api.model
    def _day(self, moment, zone):
        return date_of(fields.Datetime.to_datetime(moment), zone)
