# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_card_rule import MODEL_OF


class CrmCardSnapshot(models.Model):
    """How complete the cards of a person were on a day.

    One row a day for each kind of card, salesperson, team and company. Sums over persons are sums;
    over days they are averages, so that a month shows how many cards there were, not thirty times
    as many.
    """

    _name = "crm.card.snapshot"
    _description = "Completeness of Cards over Time"
    _order = "date DESC, kind, id"
    _rec_name = "date"

    date = fields.Date(required=True, readonly=True, index=True)
    kind = fields.Selection(
        lambda self: self.env["crm.card.rule"]._fields["kind"].selection,
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Salesperson", index=True, readonly=True)
    team_id = fields.Many2one(
        "crm.team", index="btree_not_null", readonly=True, ondelete="set null"
    )
    company_id = fields.Many2one("res.company", index="btree_not_null", readonly=True)
    card_count = fields.Integer("Cards", readonly=True, aggregator="sum")
    complete_count = fields.Integer("Complete Cards", readonly=True, aggregator="sum")
    score_sum = fields.Integer(readonly=True, aggregator=None)
    average_score = fields.Float(
        "Completeness (%)",
        compute="_compute_average_score",
        store=True,
        aggregator="avg",
        digits=(5, 1),
    )

    _one_a_day_excl = models.UniqueIndex(
        "(date, kind, COALESCE(user_id, 0), COALESCE(team_id, 0), COALESCE(company_id, 0))",
        "There is a row of this day already.",
    )

    @api.depends("score_sum", "card_count")
    def _compute_average_score(self):
        for row in self:
            row.average_score = row.score_sum / row.card_count if row.card_count else 0

    def _read_group_select(self, aggregate_spec, query):
        """Weigh persons by their cards, and count cards as they were on an average day."""
        if aggregate_spec == "average_score:avg":
            return SQL("SUM(score_sum)::float / NULLIF(SUM(card_count), 0)")
        if aggregate_spec in ("card_count:sum", "complete_count:sum"):
            column = self._field_to_sql(self._table, aggregate_spec.split(":")[0], query)
            return SQL("ROUND(SUM(%s)::numeric / NULLIF(COUNT(DISTINCT date), 0))::int", column)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _cron_snapshot(self):
        """Write down how complete the cards are today; a second run of a day corrects the first."""
        today = fields.Date.context_today(self)
        rows = [row for kind in MODEL_OF for row in self._rows_of(kind, today)]
        self.search([("date", "=", today)]).unlink()
        self.create(rows)

    @api.model
    def _rows_of(self, kind, today):
        model = self.env[MODEL_OF[kind]]
        domain = self._counted_domain(kind)
        groups = [name for name in ("user_id", "company_id", "team_id") if name in model._fields]
        complete = {
            tuple(group): count
            for *group, count in model._read_group(
                domain & Domain("card_score", "=", 100), groups, ["__count"]
            )
        }
        rows = model._read_group(domain, groups, ["__count", "card_score:sum"])
        return [
            {
                "date": today,
                "kind": kind,
                "user_id": user.id,
                # A contact has no team: it is its salesperson's.
                "team_id": (team[0] if team else user.sale_team_id).id,
                "company_id": company.id,
                "card_count": count,
                "complete_count": complete.get((user, company, *team), 0),
                "score_sum": total,
            }
            for user, company, *team, count, total in rows
        ]

    @api.model
    def _counted_domain(self, kind):
        """The cards that a day's row counts: scored, and still worked on. Hook."""
        scored = Domain("card_rule_id", "!=", False)
        if kind == "client":
            return scored & self.env["res.partner"]._client_domain()
        if kind in ("counterparty", "contact"):
            return scored & Domain(f"is_{kind}", "=", True)
        return scored & Domain("type", "=", kind) & Domain("won_status", "=", "pending")
