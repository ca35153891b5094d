# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..tools.chains import Chain, Link, follow, read_chain
from ..tools.job_keys import Job, Key, next_round
from .working_time import WorkingHours

# Rows of one INSERT.
BATCH = 1000


class Wanted(NamedTuple):
    """A rule fired for a record.

    :param chain: what led to it, None for what a user did.
    :param steps: what to plan; None: the steps with which the rule begins.
    """

    rule: models.Model
    record: models.Model
    moment: object
    chain: Chain | None = None
    steps: models.Model | None = None


class CrmPlaybookJob(models.Model):
    """Planning: which steps are to be done for which records, and when. One INSERT for all."""

    _inherit = "crm.playbook.job"

    def _plan(self, wanted):
        """Plan what rules want, unless it is planned or done already.

        :param wanted: list of ``Wanted``; the same key twice is planned once, by whomever.
        """
        if not wanted:
            return
        self.flush_model()
        existing = self._existing(wanted)
        hours = WorkingHours(self.env, self._people(wanted))
        by_rule = defaultdict(list)
        for want in wanted:
            by_rule[want.rule].append(want)
        rows = []
        for rule, wants in by_rule.items():
            rows += rule._guarded(self._rows_of_rule, rule, wants, existing, hours) or []
        self._insert(rows)

    def _people(self, wanted):
        """Return in whose working time something may be due."""
        people = {step._person(want.record) for want in wanted for step in self._steps_of(want)}
        return self.env["res.users"].union(*people)

    def _steps_of(self, want):
        """Return the steps that are planned now."""
        if want.steps is not None:
            return want.steps
        return want.rule.step_ids.filtered(lambda step: step.active and not step.after_step_id)

    def _existing(self, wanted):
        """Return the jobs there are and their chains, by record and step."""
        found = defaultdict(list)
        steps = tuple({step.id for want in wanted for step in self._steps_of(want)})
        by_model = defaultdict(set)
        for want in wanted:
            by_model[want.record._name].add(want.record.id)
        for model, ids in by_model.items() if steps else ():
            query = SQL(
                """SELECT id, res_id, origin_id, root_step, round, occurrence, state, due, chain
                     FROM crm_playbook_job
                    WHERE res_model = %s AND res_id IN %s AND root_step IN %s""",
                model,
                tuple(ids),
                steps,
            )
            for row in self.env.execute_query(query):
                job_id, res_id, origin, step, number, occurrence, state, due, chain = row
                job = Job(job_id, Key(model, origin, step, number, occurrence), state, due)
                found[model, res_id, step].append((job, chain))
        return found

    def _rows_of_rule(self, rule, wants, existing, hours):
        """Return the rows to be inserted for one rule."""
        gap, now = timedelta(minutes=rule.gap_minutes), fields.Datetime.now()
        rows = []
        for want in wants:
            steps = self._steps_of(want)
            known = {step: existing[want.record._name, want.record.id, step.id] for step in steps}
            rounds = {
                step: next_round((job for job, _chain in jobs), rule.again, now, gap)
                for step, jobs in known.items()
            }
            rounds = {step: number for step, number in rounds.items() if number is not None}
            if rounds:
                chain = self._chain_of(want, known, rounds)
                rows += self._rows_of(want, rounds, chain, hours)
        return rows

    def _chain_of(self, want, known, rounds):
        """Return the chain with which the rule goes on, or why it must not."""
        link = Link(want.rule.id, want.record._name, want.record.id)
        if want.chain is None:
            step, number = next(iter(rounds.items()))
            return Chain(str(Key(link.model, link.record, step.id, number)), (link,))
        if want.steps is not None:
            return want.chain
        chains = [read_chain(chain) for jobs in known.values() for _job, chain in jobs if chain]
        fired = any(chain.origin == want.chain.origin for chain in chains)
        return follow(want.chain, link, frozenset([link] if fired else []))

    def _rows_of(self, want, rounds, chain, hours):
        """Return the rows of one record; for a rule that leads to itself, one that says so."""
        if chain == "again":
            return []
        rows = []
        for step, number in rounds.items():
            row = self._row(want, step, number, chain)
            if chain == "loop":
                error = self.env._("The rule led to itself, or too many rules followed another.")
                return [row | {"state": "failed", "reason": "loop", "error": error}]
            try:
                row["due"] = step._due(want.moment, want.record, hours)
            except UserError as error:
                want.rule._mark(str(error))
                row |= {"state": "failed", "reason": "calendar", "error": str(error)}
            rows.append(row)
        return rows

    def _row(self, want, step, number, chain):
        """Return the values of a job."""
        rule, record = want.rule, want.record
        return {
            "step_id": step.id,
            "rule_id": rule.id,
            "root_step": step.id,
            "res_model": record._name,
            "res_id": record.id,
            "origin_id": record.id,
            "round": number,
            "occurrence": 0,
            "key": str(Key(record._name, record.id, step.id, number)),
            "moment": want.moment,
            "due": want.moment,
            "state": "pending",
            "reason": None,
            "error": None,
            "attempts": 0,
            "chain": str(chain if isinstance(chain, Chain) else want.chain),
            "run_as": rule.responsible_id.id or None,
            "company_id": rule._company_of(record).id,
        }

    def _insert(self, rows):
        """Insert jobs of which there is none with the same key, and wake who runs them."""
        now = fields.Datetime.now()
        first = None
        for batch in split_every(BATCH, rows):
            stamped = [row | {"create_uid": self.env.uid, "create_date": now} for row in batch]
            names = SQL(", ").join(map(SQL.identifier, stamped[0]))
            values = SQL(", ").join(tuple(row.values()) for row in stamped)
            query = SQL(
                """INSERT INTO crm_playbook_job (%s) VALUES %s
                   ON CONFLICT (key) DO NOTHING RETURNING due, state""",
                names,
                values,
            )
            due = [at for at, state in self.env.execute_query(query) if state == "pending"]
            first = min([*due, first] if first else due, default=None)
        if first:
            self._wake(first)

    @api.model
    def _wake(self, moment):
        """Have the runner look at the moment."""
        runner = self.env.ref("crm_stage_automation.ir_cron_playbook_jobs", False)
        if runner:
            runner.sudo()._trigger(max(moment, fields.Datetime.now()))

    def _plan_followers(self, activities_done=False):
        """Plan the steps that come after these, which are done.

        What makes an activity is done when that is done, which the activity itself tells.

        :param activities_done: their activities are done.
        """
        self._plan(self._followers(activities_done))

    def _followers(self, activities_done=False):
        """Return what is to be planned after these jobs."""
        done = self.sudo().filtered(
            lambda job: activities_done or job.made_model != "mail.activity"
        )
        steps = self.env["crm.playbook.step"].sudo().with_context(active_test=True)
        followers = steps.search(
            [
                ("after_step_id", "in", done.mapped("root_step")),
                ("rule_id.active", "=", True),
                ("rule_id.is_on", "=", True),
            ]
        ).grouped(lambda step: step.after_step_id.id)
        now = fields.Datetime.now()
        return [
            Wanted(
                job.rule_id,
                self.env[job.res_model].sudo().browse(job.res_id),
                now,
                read_chain(job.chain) if job.chain else None,
                followers[job.root_step],
            )
            for job in done
            if job.root_step in followers
        ]
