# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.triggers import fires
from .crm_playbook_job_plan import Wanted
from .crm_playbook_rule_watch import NOTES

_logger = logging.getLogger(__name__)

# A rule that fails with every change is marked once in a while, not by every transaction.
MARK_AGAIN = timedelta(minutes=10)


class CrmPlaybookRule(models.Model):
    """What the changes of a transaction lead to: asked once, for all of its records together.

    Nothing is done here but planning and cancelling. A rule that fails is marked; the change that
    a user made stays as it is.
    """

    _inherit = "crm.playbook.rule"

    def _evaluate(self):
        """Ask the rules about what was noted in this transaction."""
        notes = self.env.cr.precommit.data.pop(NOTES, None)
        if not notes:
            return
        # Defaults and filters of the user's own context are not meant for the engine.
        rules = self.with_env(self.env(su=True, context={"lang": self.env.lang}))
        rules.env.flush_all()
        try:
            with rules.env.cr.savepoint(flush=False):
                rules._evaluate_notes(notes)
                rules.env.flush_all()
        except OperationalError:
            raise
        except Exception:  # the change itself is not to suffer from what it would lead to
            _logger.exception("The playbooks could not be asked")
            rules.env.invalidate_all(flush=False)

    def _evaluate_notes(self, notes):
        """Cancel and plan what the notes lead to."""
        jobs = self.env["crm.playbook.job"]
        jobs._activities_deleted(notes.deleted)
        planned = jobs._activities_done(notes.done)
        leads = self.env["crm.lead"].browse({*notes.before, *notes.requests}).exists()
        changes = notes.changes(leads._facts())
        jobs._cancel_changed(changes)
        planned += self._fired(changes, notes.chains)
        planned += self._fired_idle(notes.idle, notes.chains)
        jobs._plan(planned)
        jobs._follow_person(changes)
        jobs._hand_over(changes)

    def _fired(self, changes, chains):
        """Return what is to be planned for these changes."""
        if not changes:
            return []
        now = fields.Datetime.now()
        leads = self.env["crm.lead"].browse([change.record for change in changes])
        company = {lead.id: lead.company_id.id for lead in leads}
        wanted = {
            watch.rule: [
                change.record
                for change in changes
                if watch.is_for(company[change.record], now) and fires(watch.trigger, change)
            ]
            for watch in self._watching()
            if watch.trigger
        }
        return self._wanted(wanted, now, chains)

    def _fired_idle(self, lead_ids, chains):
        """Return what is to be planned for those of the deals that have no next activity."""
        if not lead_ids or not any(watch.kind == "no_activity" for watch in self._watching()):
            return []
        idle = self.env["crm.lead"].search(
            Domain("no_next_activity", "=", True) & Domain("id", "in", lead_ids)
        )
        now = fields.Datetime.now()
        wanted = {
            watch.rule: [lead.id for lead in idle if watch.is_for(lead.company_id.id, now)]
            for watch in self._watching()
            if watch.kind == "no_activity"
        }
        return self._wanted(wanted, now, chains, teams=True)

    def _cares_if_idle(self, lead):
        """Whether a rule is for this deal when it has no next activity."""
        now = fields.Datetime.now()
        return any(
            self.browse(watch.rule)._let_through(lead.sudo(), teams=True)
            for watch in self._watching()
            if watch.kind == "no_activity" and watch.is_for(lead.company_id.id, now)
        )

    def _wanted(self, record_ids, moment, chains, teams=False):
        """Return what the rules plan for the records that their domains let through.

        :param record_ids: by id of a rule.
        :param teams: the teams of the rules were not looked at yet.
        """
        wanted = []
        # Another process may have deleted a rule that this one still knows.
        fired = self.browse([rule for rule, ids in record_ids.items() if ids]).exists()
        for rule in fired:
            records = self.env["crm.lead"].browse(record_ids[rule.id])
            through = rule._guarded(rule._let_through, records, teams) or ()
            wanted += [Wanted(rule, one, moment, chains.get(one.id)) for one in through]
        return wanted

    def _let_through(self, records, teams=False):
        """Return those of the records that the rule is for, as its responsible user sees them."""
        domain = self._record_domain()
        if teams and (ours := self._teams()):
            domain &= Domain("team_id", "in", ours.ids)
        if domain.is_true():
            return records
        seen = self._as_responsible("crm.lead").with_context(active_test=False)
        return seen.search(domain & Domain("id", "in", records.ids)).with_env(self.env)

    def _as_responsible(self, model):
        """Return a model with the rights of the one in whose name the rule works."""
        self.ensure_one()
        user = self.responsible_id
        companies = (self.company_id or user.company_ids) & user.company_ids
        return (
            self.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=(companies or user.company_id).ids)
        )

    def _guarded(self, method, *args):
        """Return what a method says; when it fails the rule is marked and None returned.

        What the transaction itself cannot do goes up: it is tried again or refused by others.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint(flush=False):
                return method(*args)
        except OperationalError:
            raise
        except Exception as error:  # whatever an integrator's or an administrator's rule does
            _logger.info("Playbook rule %s (%s) failed", self.id, self.name, exc_info=True)
            self._mark(str(error))
            return None

    def _mark(self, error):
        """Show on the rule why it failed; a row that somebody else holds is left to him."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_playbook_rule SET error = %(error)s, error_at = %(now)s
                    WHERE id IN (
                        SELECT id FROM crm_playbook_rule
                         WHERE id IN %(ids)s
                           AND (error IS DISTINCT FROM %(error)s OR error_at < %(before)s)
                           FOR NO KEY UPDATE SKIP LOCKED
                    )""",
                error=error,
                now=now,
                before=now - MARK_AGAIN,
                ids=tuple(self.ids),
            )
        )
        self.invalidate_recordset(["error", "error_at"], flush=False)
