# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmDedupCluster(models.Model):
    """Cards that are thought to be one person or company, to be reviewed together."""

    _name = "crm.dedup.cluster"
    _description = "Cluster of Duplicates"
    _order = "tier, probability desc, id"

    name = fields.Char(compute="_compute_name")
    state = fields.Selection(
        [("open", "To review"), ("done", "Done"), ("skipped", "Skipped")],
        default="open",
        required=True,
        index=True,
    )
    tier = fields.Selection(
        [("automatic", "Certain"), ("review", "To check")], readonly=True, required=True
    )
    kind = fields.Selection(
        [("lead", "Leads"), ("partner", "Customers"), ("mixed", "Leads and customers")],
        readonly=True,
        required=True,
    )
    size = fields.Integer(readonly=True, aggregator="sum")
    probability = fields.Float(
        digits=(6, 4),
        readonly=True,
        aggregator="avg",
        help="Of the weakest pair that holds the cluster together.",
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    member_ids = fields.One2many("crm.dedup.cluster.member", "cluster_id", readonly=True)
    match_ids = fields.One2many("crm.dedup.match", "cluster_id", readonly=True)

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("member_ids")
    def _compute_name(self):
        shown = self.env["crm.dedup.engine"]._shown_cards(
            [member._card() for member in self.member_ids]
        )
        for cluster in self:
            names = [shown[member._card()]["name"] for member in cluster.member_ids]
            cluster.name = " / ".join(dict.fromkeys(names)) or self.env._("Empty")

    @api.depends("name")
    def _compute_display_name(self):
        for cluster in self:
            cluster.display_name = cluster.name

    def _cards(self):
        """The cards of one cluster: ``(leads, customers)``."""
        return self.member_ids.lead_id, self.member_ids.partner_id

    def _check_may_decide(self):
        """Who sees a cluster and may change one of its cards decides on it."""
        self.check_access("read")
        for cluster in self:
            cards = [member._card() for member in cluster.member_ids]
            if cards and not any(card.has_access("write") for card in cards):
                cards[0].check_access("write")

    def action_skip(self):
        """Look at it later: behind all the others."""
        self._check_may_decide()
        self.sudo().state = "skipped"
        return True

    def action_reopen(self):
        """Put it among those to review again."""
        self._check_may_decide()
        self.sudo().state = "open"
        return True
