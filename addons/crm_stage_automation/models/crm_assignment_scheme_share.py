# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from collections import defaultdict
from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import api, models

from ..tools.picking import Rule, Seat, share_out
from .halving import in_halves

_logger = logging.getLogger(__name__)

BATCH = 100


class CrmAssignmentScheme(models.Model):
    """The scheduler's side: what waits is shared out, a batch at a time."""

    _inherit = "crm.assignment.scheme"

    @api.model
    def _cron_assign(self):
        """Share out the leads that wait; each batch is committed, what fails goes to the leader."""
        cron, leads = self.env["ir.cron"], self.env["crm.lead"]
        groups = leads._read_group(
            [("assignment_state", "=", "waiting")], ["assignment_scheme_id"], ["id:max"]
        )
        for scheme, last in groups:
            done = 0
            while done < last and scheme.exists():
                try:
                    batch = scheme._take_batch(done)
                    in_halves(batch, scheme._assign, scheme._cannot_be_assigned)
                except OperationalError:
                    # Somebody changed a lead of the batch meanwhile: the next run does it.
                    self.env.cr.rollback()
                    break
                if not batch:
                    break
                done = max(batch.ids)
                if not cron._commit_progress(len(batch)):
                    return

    def _take_batch(self, after):
        """Return the next leads that wait, locked; none while another process works here."""
        Lead = self.env["crm.lead"]
        if not self.try_lock_for_update(allow_referencing=True):
            return Lead
        waiting = Lead.search(
            [
                ("assignment_scheme_id", "=", self.id),
                ("assignment_state", "=", "waiting"),
                ("id", ">", after),
            ],
            order="id",
            limit=BATCH,
        )
        return waiting.try_lock_for_update(allow_referencing=True)

    def _cannot_be_assigned(self, lead, error):
        _logger.error("Lead %s cannot be assigned", lead.id, exc_info=error)
        self._to_leader({"error": lead})

    def _assign(self, leads):
        """Give the leads to people, or to the queue of the team leader or of claims."""
        self.ensure_one()
        if self.method == "claim":
            leads.write({"assignment_state": "offered"})
        elif self.method == "by_hand":
            self._to_leader({"by_hand": leads})
        else:
            given, left = self._share_out(leads)
            self._give(given)
            self._to_leader(left)

    def _share_out(self, leads):
        """Return who gets which leads, {user: leads}, and those for the leader, {reason: leads}.

        Those whose people are just not at work are in neither.
        """
        seats = self.env["crm.assignment.seat"].search(
            [
                ("scheme_id", "=", self.id),
                ("rule_id", "!=" if self.method == "rules" else "=", False),
            ]
        )
        credit = {seat: seat.credit for seat in seats}
        people, off_duty = self._people(seats)
        fitting = {rule: rule._fitting(leads) for rule in seats.rule_id.sorted()}
        given, left = defaultdict(leads.browse), defaultdict(leads.browse)
        for (company, passed), batch in leads.grouped(
            lambda lead: (lead.company_id, lead.assignment_passed_ids)
        ).items():
            barred = passed
            if company:
                barred |= seats.user_id.filtered(
                    lambda user, of=company: of not in user.company_ids
                )
            with self._barred(people, barred):
                shares = share_out(batch.ids, self._picking_rules(seats, fitting, credit), people)
            self._remember(shares.credits, credit)
            for lead, (user, _rule) in shares.given.items():
                given[user] |= leads.browse(lead)
            for lead, reason in shares.left.items():
                left[self._reason(reason, seats, off_duty, passed)] |= leads.browse(lead)
        for seat, value in credit.items():
            if seat.credit != value:
                seat.credit = value
        left.pop(False, None)
        return given, left

    def _picking_rules(self, seats, fitting, credit):
        """Return the rules as the picking knows them; without rules all people are in one."""
        by_rule = seats.grouped("rule_id") if self.method == "rules" else {seats.rule_id: seats}
        return [
            Rule(
                rule.id or 0,
                [Seat(seat.user_id.id, seat.weight, credit[seat]) for seat in by_rule[rule]],
                rule.method or self.method,
                fitting.get(rule),
            )
            for rule in (fitting or by_rule)
        ]

    def _remember(self, found, credit):
        for seat in credit:
            credit[seat] = found[seat.rule_id.id or 0][seat.user_id.id]

    @contextmanager
    def _barred(self, people, users):
        """Count these people as away for a while."""
        barred = [people[user.id] for user in users if user.id in people]
        barred = [person for person in barred if not person.is_absent]
        for person in barred:
            person.is_absent = True
        yield
        for person in barred:
            person.is_absent = False

    def _reason(self, reason, seats, off_duty, passed):
        """Return why the leader gets a lead; False when it can wait for the working hours."""
        if reason != "absent":
            return reason
        if not seats:
            return "no_rule"
        if off_duty - passed:
            return False
        return "passed" if passed else "absent"
