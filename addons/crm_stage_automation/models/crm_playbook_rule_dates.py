# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.delays import SECONDS
from .crm_playbook_job_plan import Wanted

# Records that are looked at between two commits.
BATCH = 500


class CrmPlaybookRule(models.Model):
    """Rules that no change of a record fires: a date that comes near, a deal without activity."""

    _inherit = "crm.playbook.rule"

    # Those who edit playbooks may not look into the list of all fields.
    date_field_name = fields.Char(
        "Date", compute="_compute_date_field_name", readonly=False, compute_sudo=True
    )

    @api.model
    def _cron_dates(self):
        """Plan what became due by a date of the deals."""
        self._plan_in_batches("date", lambda rule, last: rule._near(last))

    @api.model
    def _cron_idle(self):
        """Plan what is to be done for open deals without a next activity."""
        self._plan_in_batches("no_activity", lambda rule, last: rule._idle(last))

    def _plan_in_batches(self, kind, find):
        """Plan what rules of a kind want, committing after each batch.

        :param find: returns, for a rule and the last id that was seen, the next ids, and what is
            wanted of them.
        """
        cron, jobs = self.env["ir.cron"], self.env["crm.playbook.job"].sudo()
        for watch in self._watching():
            if watch.kind != kind or not watch.is_for(watch.company, fields.Datetime.now()):
                continue
            rule, last = self.sudo().browse(watch.rule), 0
            while found := rule._guarded(find, rule, last):
                last, wanted = found
                jobs._plan(wanted)
                if not cron._commit_progress(len(wanted)):
                    return

    def _idle(self, last):
        """Return the last of the next ids of deals without activity, and what is wanted."""
        domain = Domain("no_next_activity", "=", True) & self._scope(last)
        leads = self.env["crm.lead"].search(domain, order="id", limit=BATCH)
        now = fields.Datetime.now()
        through = self._let_through(leads)
        return leads and (leads[-1].id, [Wanted(self, lead, now) for lead in through])

    def _near(self, last):
        """Return the last of the next ids whose moment came, and what is wanted of them.

        Everything since the rule was switched on counts, not only since the last look: a deal that
        the rule is for only later is found too.
        """
        model = self._as_responsible("crm.lead")
        query = model._search(self._scope(last) & self._record_domain(), order="id", limit=BATCH)
        moment = self._moment_sql(model, query)
        lead = SQL.identifier(query.table, "id")
        first_steps = self.step_ids.filtered(lambda step: not step.after_step_id)
        since = max(self.active_since or datetime.min, self.active_from or datetime.min)
        query.add_where(SQL("%s BETWEEN %s AND %s", moment, since, fields.Datetime.now()))
        query.add_where(
            SQL(
                """NOT EXISTS (
                    SELECT 1 FROM crm_playbook_job job
                     WHERE job.res_model = 'crm.lead' AND job.res_id = %s
                       AND job.root_step IN %s AND (%s OR job.moment >= %s))""",
                lead,
                tuple(first_steps.ids) or (0,),
                self.again == "once",
                moment,
            )
        )
        rows = self.env.execute_query(query.select(lead, moment))
        leads = self.env["crm.lead"].browse([lead_id for lead_id, _moment in rows])
        moments = dict(rows)
        return leads and (leads[-1].id, [Wanted(self, one, moments[one.id]) for one in leads])

    def _moment_sql(self, model, query):
        """Return the moment that a record's date stands for, in UTC; of a series the latest.

        A date without time is its midnight in the zone of the company.
        """
        way = -1 if self.date_way == "before" else 1
        shift = timedelta(seconds=way * self.date_amount * SECONDS[self.date_unit])
        name = self.sudo().date_field_id.name
        if name not in model._fields:
            raise self._no_date()
        column = model._field_to_sql(query.table, name, query)
        now = SQL("%s::timestamp", fields.Datetime.now())
        if model._fields[name].type == "datetime":
            return self._latest_sql(SQL("(%s + %s)", column, shift), now)
        company = self.company_id or self.responsible_id.company_id or self.env.company
        zone = company._working_zone().key
        now = SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)", now, zone)
        moment = self._latest_sql(SQL("(%s::timestamp + %s)", column, shift), now)
        return SQL("(%s AT TIME ZONE %s AT TIME ZONE 'UTC')", moment, zone)

    def _latest_sql(self, first, now):
        """Return the latest moment of a series so far; the first one while that is to come.

        Each is counted from the first, so that the 31st does not become the 28th for good.
        """
        if not self.date_every:
            return first
        passed = SQL(
            "(EXTRACT(YEAR FROM age(%(now)s, %(first)s)) * 12"
            " + EXTRACT(MONTH FROM age(%(now)s, %(first)s)))",
            now=now,
            first=first,
        )

        def moment(more):
            count = SQL("(floor(%s / %s) + %s) * %s", passed, every, more, every)
            return SQL("(%s + make_interval(months => (%s)::int))", first, count)

        every = self.date_every
        return SQL(
            # A month ends earlier than the one before: the age is not whole, the moment is there.
            """CASE WHEN %(first)s > %(now)s THEN %(first)s
                    WHEN %(next)s <= %(now)s THEN %(next)s
                    ELSE %(last)s END""",
            first=first,
            now=now,
            next=moment(1),
            last=moment(0),
        )

    @api.constrains("date_every")
    def _check_date_every(self):
        """A series leads on.

        :raise ValidationError: it does not.
        """
        if any(rule.date_every < 0 for rule in self):
            raise ValidationError(self.env._("Again every so many months: 0 or more."))

    def _scope(self, last):
        """Return which records may be meant at all, of those after the last that was seen."""
        domain = Domain("id", ">", last)
        if teams := self._teams():
            domain &= Domain("team_id", "in", teams.ids)
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        return domain

    @api.depends("date_field_id")
    def _compute_date_field_name(self):
        """The name by which programs know the field."""
        for rule in self:
            rule.date_field_name = rule.date_field_id.name

    @api.model_create_multi
    def create(self, vals_list):
        """Take the date by its name."""
        return super().create([self._with_date_field(vals) for vals in vals_list])

    def write(self, vals):
        """Take the date by its name."""
        return super().write(self._with_date_field(vals))

    def _with_date_field(self, vals):
        if "date_field_name" not in vals:
            return vals
        vals = dict(vals)
        name = vals.pop("date_field_name")
        known = self.env["ir.model.fields"]._get_ids("crm.lead")
        return {"date_field_id": known.get(name, False)} | vals

    @api.constrains("trigger", "date_field_id")
    def _check_date_field(self):
        """A rule about a date names one that is stored with the deals.

        :raise ValidationError: it does not.
        """
        for rule in self.filtered(lambda rule: rule.trigger == "date"):
            field = self.env["crm.lead"]._fields.get(rule.sudo().date_field_id.name)
            if not field or not field.store or field.type not in ("date", "datetime"):
                raise rule._no_date()

    def _no_date(self):
        return ValidationError(self.env._("%(rule)s: choose a date of the deal.", rule=self.name))
