# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..models.crm_request import CHANNELS

KINDS = [
    ("prevented", "Prevented"),
    ("warned", "Warned"),
    ("linked", "Linked to the customer"),
    ("merged", "Merged"),
    ("undone", "Merge undone"),
    ("dismissed", "Not the same"),
]
REVIEW_CHANNEL = ("review", "Review and merge")
COLUMNS = (
    "happened_at", "kind", "channel", "user_id", "team_id", "company_id", "lead_id", "partner_id",
    "cards",
)  # fmt: skip


class CrmDedupReport(models.Model):
    """What kept the base clean, when, through which channel and by whom.

    Nothing is counted twice: each kind is read from the one place that knows it. So a decision
    that is taken back leaves the figures. A merge that is undone stays, with its undoing beside.
    """

    _name = "crm.dedup.report"
    _description = "Analysis of Duplicates"
    _auto = False
    _order = "happened_at desc, id desc"
    _rec_name = "kind"
    # What has to be written before the selections are read.
    _depends = {
        "crm.dedup.event": ["kind", "channel", "happened_at", "user_id", "lead_id", "partner_id"],
        "crm.dedup.match": ["state", "decided_by_id", "decided_at"],
        "crm.dedup.merge": ["kind", "state", "date", "user_id", "undone_at", "undone_by_id"],
        "crm.request": ["result", "channel", "received_at", "user_id", "lead_id", "partner_id"],
        "res.users": ["sale_team_id"],
    }

    happened_at = fields.Datetime(string="Date", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    channel = fields.Selection([*CHANNELS, REVIEW_CHANNEL], readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_id = fields.Many2one("crm.lead", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    cards = fields.Integer(
        readonly=True,
        aggregator="sum",
        help="Cards that were not made, or are no longer there beside the one that stays.",
    )

    @property
    def _table_query(self):
        parts = self._parts()
        columns = SQL(", ").join(SQL.identifier(name) for name in COLUMNS)
        # Every part has ids of its own; the number of the part keeps them apart.
        selects = [
            SQL("SELECT part.id * %s + %s AS id, %s FROM (%s) part", len(parts), n, columns, part)
            for n, part in enumerate(parts)
        ]
        return SQL(" UNION ALL ").join(selects)

    @api.model
    def _parts(self):
        """Selections with the columns ``id`` and ``COLUMNS``, one a source. Hook: add your own.

        :return: list of ``odoo.tools.SQL``
        """
        return [
            self._part_events(),
            self._part_requests(),
            self._part_merges(),
            self._part_undone(),
            self._part_dismissed(),
        ]

    @api.model
    def _part_events(self):
        return SQL(
            """SELECT id, happened_at, kind, channel, user_id, team_id, company_id, lead_id,
                      partner_id, 1 AS cards
                 FROM crm_dedup_event"""
        )

    @api.model
    def _part_requests(self):
        """Requests that made no second card, and new leads of a known customer."""
        return SQL(
            """SELECT id, received_at AS happened_at,
                      CASE result WHEN 'attached' THEN 'prevented' ELSE 'linked' END AS kind,
                      channel, user_id, team_id, company_id, lead_id, partner_id, 1 AS cards
                 FROM crm_request WHERE result IN ('attached', 'customer')"""
        )

    @api.model
    def _part_merges(self):
        """Merges of ours and of core; a link is an event, as it has a channel."""
        return SQL(
            """SELECT m.id, m.date AS happened_at, 'merged' AS kind, 'review' AS channel,
                      m.user_id, u.sale_team_id AS team_id, m.company_id,
                      m.lead_id, m.partner_id, m.source_count AS cards
                 FROM crm_dedup_merge m LEFT JOIN res_users u ON u.id = m.user_id
                WHERE m.kind IN ('merge', 'core')"""
        )

    @api.model
    def _part_undone(self):
        """Merges that were taken back, by whom and when."""
        return SQL(
            """SELECT m.id, m.undone_at AS happened_at, 'undone' AS kind, 'review' AS channel,
                      m.undone_by_id AS user_id, u.sale_team_id AS team_id, m.company_id,
                      m.lead_id, m.partner_id, m.source_count AS cards
                 FROM crm_dedup_merge m LEFT JOIN res_users u ON u.id = m.undone_by_id
                WHERE m.state IN ('undone', 'partly') AND m.kind <> 'works_at'"""
        )

    @api.model
    def _part_dismissed(self):
        """Pairs that somebody looked at and said are two."""
        return SQL(
            """SELECT m.id, m.decided_at AS happened_at, 'dismissed' AS kind,
                      'review' AS channel, m.decided_by_id AS user_id,
                      u.sale_team_id AS team_id, m.company_id, m.left_lead_id AS lead_id,
                      COALESCE(m.left_partner_id, m.right_partner_id) AS partner_id, 1 AS cards
                 FROM crm_dedup_match m LEFT JOIN res_users u ON u.id = m.decided_by_id
                WHERE m.state = 'dismissed'"""
        )
