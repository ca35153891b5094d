# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools.collected import Collected
from ..tools.triggers import KINDS, Trigger

NOTES = "crm_stage_automation"
# What does not change when a rule fires.
UNWATCHED = frozenset({"name", "sequence", "error", "error_at", "paused", "active_since"})


@dataclass(frozen=True, slots=True)
class Watch:
    """A rule in plain values, as every process keeps it.

    :param trigger: None for a rule that waits for no change of a record.
    :param company: 0 for every company.
    """

    rule: int
    kind: str
    trigger: Trigger | None
    company: int
    since: datetime | None
    until: datetime | None

    def is_for(self, company, now):
        """Whether a record of this company counts now."""
        return (
            self.company in (0, company)
            and (not self.since or self.since <= now)
            and (not self.until or now < self.until)
        )


class CrmPlaybookRule(models.Model):
    """Which rules watch, and what they saw in this transaction."""

    _inherit = "crm.playbook.rule"

    @api.model_create_multi
    def create(self, vals_list):
        """A new rule may watch."""
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        """An edited rule watches in another way."""
        done = super().write(vals)
        if not UNWATCHED.issuperset(vals):
            self.env.registry.clear_cache()
        return done

    def unlink(self):
        """A rule that is gone watches no more."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    @api.constrains("domain")
    def _check_domain(self):
        """A domain is plain values: it cannot run code, and its fields are there."""
        leads = self.env["crm.lead"]
        for rule in self:
            try:
                rule._record_domain().validate(leads)
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: the condition that says which deals it is for cannot be read.",
                        rule=rule.name,
                    )
                ) from error

    def _record_domain(self):
        """Return which records the rule is for."""
        self.ensure_one()
        return Domain(literal_eval(self.domain or "[]"))

    @api.model
    @ormcache()
    def _watching(self):
        """Return the rules that are on, in plain values."""
        # What is kept for everybody must not depend on the context of whoever asks first.
        rules = self.sudo().with_context(active_test=True)
        rules = rules.search([("is_on", "=", True), ("responsible_id", "!=", False)])
        return tuple(rule._as_watch() for rule in rules.with_context(active_test=False))

    def _watches(self):
        """Whether there is a rule at all: where there is none, nothing is noted."""
        return bool(self._watching())

    def _as_watch(self):
        """Return the rule in plain values."""
        self.ensure_one()
        trigger = Trigger(
            self.trigger,
            frozenset(self.stage_ids.ids),
            frozenset(self.origin_stage_ids.ids),
            frozenset(self.team_ids.ids),
        )
        return Watch(
            self.id,
            self.trigger,
            trigger if self.trigger in KINDS else None,
            self.company_id.id or 0,
            self.active_from or None,
            self.active_to or None,
        )

    @api.model
    def _notes(self):
        """Return the notes of this transaction, which are looked at before it is committed."""
        precommit = self.env.cr.precommit
        if NOTES not in precommit.data:
            precommit.data[NOTES] = Collected()
            precommit.add(self.sudo()._evaluate)
        return precommit.data[NOTES]

    @contextmanager
    def _unnoticed(self):
        """Let changes of leads pass without any rule; what was changed before still counts."""
        if not self._watches():
            yield
            return
        self.env["crm.lead"].flush_model()
        self._evaluate()
        yield
        self.env["crm.lead"].flush_model()
        self.env.cr.precommit.data.pop(NOTES, None)
