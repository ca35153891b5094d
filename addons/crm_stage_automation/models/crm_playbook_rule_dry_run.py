# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.dry_run import Hit, would_fire
from ..tools.triggers import KINDS


class CrmPlaybookRule(models.Model):
    """When rules would have fired, had they been on: the past is asked, nothing is planned."""

    _inherit = "crm.playbook.rule"

    def action_try(self):
        """Open the dry run of the rule."""
        self.ensure_one()
        return self.playbook_id._open_dry_run(self)

    def _dry_run(self, since, errors):
        """Return by rule when it would have fired since a moment: a list of ``Hit``.

        Which deals a rule is for is asked as they are today. A rule of which the past says nothing
        is left out, and so is one that cannot be asked.

        :param errors: dict that gets what is wrong with a rule, by rule.
        """
        played = self.filtered(lambda rule: rule.trigger in KINDS and rule.trigger != "requested")
        dated = self.filtered(lambda rule: rule.trigger == "date" and rule.sudo().date_field_id)
        histories, companies = self.env["crm.lead"]._histories(since) if played else ([], {})
        hits, known = {}, {}
        for rule in played | dated:
            try:
                hits[rule] = (
                    rule._dates_since(since)
                    if rule in dated
                    else rule._changes_since(since, histories, companies, known)
                )
            except (UserError, ValueError, KeyError) as error:
                # A filter may name what went with another app.
                errors[rule] = str(error)
        return hits

    def _changes_since(self, since, histories, companies, known):
        """Return when the rule would have fired by what happened to deals.

        :param histories, companies: of ``crm.lead._histories``.
        :param known: what other rules know of the deals, to be handed from one to the next.
        """
        watch, through = self._as_watch(), self._let_through_since(since)
        mine = [
            history
            for history in histories
            if watch.company in (0, companies[history.record])
            and (through is None or history.record in through)
        ]
        gap = timedelta(minutes=self.gap_minutes)
        period = {"since": watch.since, "until": watch.until}
        return would_fire(watch.trigger, mine, self.again, gap, known=known, **period)

    def _replay_words(self):
        """Return what a dry run cannot tell of the rule; empty: it tells everything."""
        if self.trigger == "requested":
            return self.env._("The past does not say which messages were requests: not counted.")
        if self.trigger == "no_activity":
            idle = self._scope(0) & self._record_domain() & Domain("no_next_activity", "=", True)
            count = self.env["crm.lead"].search_count(idle)
            return self.env._(
                "The past does not say when a deal had no next activity: not counted. Now "
                "%(count)s open deals have none.",
                count=count,
            )
        if self.trigger == "date":
            if self.date_every:
                return self.env._("By the dates of today; of what comes again, the last time.")
            return self.env._("By the dates of today: what they were before is not known.")
        return ""

    def _seen(self):
        """Return the deals as the one in whose name it works sees them; lost ones too."""
        seen = self._as_responsible("crm.lead") if self.responsible_id else self.env["crm.lead"]
        return seen.with_context(active_test=False)

    def _let_through_since(self, since):
        """Return the ids of the deals that the rule is for, of those that changed; None: all."""
        domain = self._record_domain()
        if domain.is_true():
            return None
        seen = self._seen()
        return set(seen._search(domain & seen._changed_since(since)))

    def _dates_since(self, since):
        """Return when a date of the deals that the user may read came near."""
        model = self._seen().with_context(active_test=True)
        readable = self.env["crm.lead"]._search(Domain.TRUE)
        domain = self._scope(0) & self._record_domain() & Domain("id", "in", readable)
        query = model._search(domain, order="id")
        moment = self._moment_sql(model, query)
        first = max(since, self.active_from or datetime.min)
        last = min(fields.Datetime.now(), self.active_to or datetime.max)
        query.add_where(SQL("%s BETWEEN %s AND %s", moment, first, last))
        lead = model._field_to_sql(query.table, "id", query)
        rows = self.env.execute_query(query.select(lead, moment))
        return sorted(
            (Hit(at, lead_id) for lead_id, at in rows), key=lambda hit: (hit.at, hit.record)
        )
