# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

# Cards that are compared, and those beyond the first of their kind in a cluster not done yet.
COUNT = """
    WITH cards AS (
        SELECT COALESCE(company_id, 0) AS company_id, lead_id IS NOT NULL AS is_lead,
               count(*) AS cards
          FROM crm_dedup_profile WHERE is_compared GROUP BY 1, 2),
    groups AS (
        SELECT COALESCE(c.company_id, 0) AS company_id, m.lead_id IS NOT NULL AS is_lead,
               c.id, count(*) AS cards
          FROM crm_dedup_cluster c JOIN crm_dedup_cluster_member m ON m.cluster_id = c.id
         WHERE c.state <> 'done' GROUP BY 1, 2, 3),
    found AS (
        SELECT company_id, is_lead, sum(cards) AS in_clusters, sum(cards - 1) AS duplicates
          FROM groups GROUP BY 1, 2)
    SELECT NULLIF(company_id, 0), is_lead, COALESCE(cards, 0), COALESCE(in_clusters, 0),
           COALESCE(duplicates, 0)
      FROM cards FULL JOIN found USING (company_id, is_lead)
"""


class CrmDedupShare(models.Model):
    """How many duplicates the base had on a day: one row a company and kind of card."""

    _name = "crm.dedup.share"
    _description = "Share of Duplicates"
    _order = "date desc, company_id, card_model"
    _rec_name = "date"

    date = fields.Date(required=True, readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", readonly=True, ondelete="cascade", help="Empty: cards of all companies."
    )
    card_model = fields.Selection(
        [("crm.lead", "Leads"), ("res.partner", "Customers")],
        string="Cards Of",
        required=True,
        readonly=True,
    )
    cards = fields.Integer(readonly=True, aggregator="avg", help="All cards that are compared.")
    in_clusters = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="Cards that are thought to be one with another.",
    )
    duplicates = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="Cards that would go if all clusters were merged: of two cards one is too many.",
    )
    share = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        readonly=True,
        aggregator="avg",
        help="Duplicates of all cards, in per cent.",
    )

    _day_uniq = models.UniqueIndex(
        "(date, card_model, COALESCE(company_id, 0))", "This day is counted already."
    )

    def _read_group_select(self, aggregate_spec, query):
        """The share of several companies or days is that of all their cards, not the mean."""
        if aggregate_spec != "share:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "duplicates", query),
            self._field_to_sql(self._table, "cards", query),
        )

    @api.model
    def _cron_count(self):
        """Count today, anew if it was counted before; without a scan there is nothing to say."""
        if not self.env["crm.dedup.figure"].sudo().search_count([], limit=1):
            return
        self.env.flush_all()
        today = fields.Date.context_today(self)
        self.search([("date", "=", today)]).unlink()
        self.create(
            [
                {
                    "date": today,
                    "company_id": company_id,
                    "card_model": "crm.lead" if is_lead else "res.partner",
                    "cards": cards,
                    "in_clusters": in_clusters,
                    "duplicates": duplicates,
                    "share": 100.0 * float(duplicates) / cards if cards else 0.0,
                }
                for company_id, is_lead, cards, in_clusters, duplicates in self.env.execute_query(
                    SQL(COUNT)
                )
            ]
        )
