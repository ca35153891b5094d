# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

# Clusters come in this order; the second part tells what comes after one of them.
ORDERS = {
    "certain": ("tier, probability desc, id", "({a}.tier, -{a}.probability, {a}.id)"),
    "newest": ("id desc", "(-{a}.id)"),
    "largest": ("size desc, id", "(-{a}.size, {a}.id)"),
}
MAX_CARDS = 50


class CrmDedupCluster(models.Model):
    """The review screen: one cluster after the other, and how far one is.

    What the screen asks for is answered in one call, with a number of queries that does not
    depend on how many cards a cluster has.
    """

    _inherit = "crm.dedup.cluster"

    later_user_ids = fields.Many2many(
        "res.users",
        "crm_dedup_cluster_later_rel",
        "cluster_id",
        "user_id",
        string="Put aside by",
        readonly=True,
        help="They look at it later; the others see it as before.",
    )

    @api.model
    def review_start(self, filters):
        """The first cluster, and what the screen needs once: ``options`` and ``counts``."""
        return {
            "options": self._review_options(),
            "counts": self.review_counts(filters),
            **self._review_answer(self.browse(), filters),
        }

    @api.model
    def review_next(self, after_id, filters):
        """The cluster that follows another one, and how many are left from there on."""
        return self._review_answer(self.browse(after_id).exists(), filters)

    @api.model
    def review_read(self, cluster_id):
        """One cluster as the screen shows it."""
        cluster = self.browse(cluster_id)
        cluster.check_access("read")
        return cluster._review_values()

    @api.model
    def review_cards(self, model, ids):
        """Cards picked by hand, shown as if they were a cluster."""
        if model not in ("crm.lead", "res.partner"):
            raise UserError(self.env._("Only leads and contacts can be merged."))
        cards = self.env[model].browse(ids).exists()._merged_survivor()
        if not 1 < len(cards) <= MAX_CARDS:
            raise UserError(self.env._("Choose 2 to %(most)s cards.", most=MAX_CARDS))
        return self._review_cluster(list(cards))

    @api.model
    def review_counts(self, filters):
        """How many are open, how many put aside, and how many of the filtered ones are certain."""
        automatic = {**filters, "tier": "automatic", "state": "open"}
        return {
            "open": self.search_count(self._review_domain({})),
            "later": self.search_count(self._review_domain({"state": "skipped"})),
            "automatic": self.search_count(self._review_domain(automatic)),
        }

    # ------------------------------------------------------------------
    # Order and filters
    # ------------------------------------------------------------------

    @api.model
    def _review_domain(self, filters):
        """Clusters that a user wants to see; a hook for more filters."""
        later = Domain("later_user_ids", "in", self.env.uid)
        domain = Domain("state", "=", "open") & ~later
        if filters.get("state") == "skipped":
            domain = Domain("state", "=", "skipped") | Domain("state", "=", "open") & later
        for name in ("tier", "kind"):
            if filters.get(name):
                domain &= Domain(name, "=", filters[name])
        if filters.get("team_id"):
            domain &= Domain("member_ids.lead_id.team_id", "=", int(filters["team_id"]))
        if filters.get("min_probability"):
            domain &= Domain("probability", ">=", float(filters["min_probability"]))
        if filters.get("import_id"):
            imported = self.env["crm.dedup.import"].browse(int(filters["import_id"]))
            domain &= imported._in_clusters()
        return domain

    @api.model
    def _review_after(self, after, filters):
        """Those that come after one of them, whatever became of it since."""
        expression = ORDERS[self._review_order(filters)][1]

        def to_sql(_model, alias, _query):
            return SQL(
                "%s > (SELECT %s FROM crm_dedup_cluster last WHERE last.id = %s)",
                SQL(expression.format(a=alias)),
                SQL(expression.format(a="last").strip("()")),
                after.id,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _review_order(self, filters):
        order = filters.get("order")
        return order if order in ORDERS else "certain"

    @api.model
    def _review_answer(self, after, filters):
        order = ORDERS[self._review_order(filters)][0]
        stages = self._review_stages(after, filters)
        remaining = sum(self.search_count(domain) for domain in stages)
        for domain in stages:
            for cluster in self.search(domain, order=order, limit=20):
                if values := cluster._review_values():
                    return {"cluster": values, "remaining": remaining}
                # Nothing of it is left to decide: merged or dismissed elsewhere.
                cluster.sudo().state = "done"
                remaining -= 1
        return {"cluster": False, "remaining": 0}

    @api.model
    def _review_stages(self, after, filters):
        """Domains of what is still to come: what the user can decide, then the rest."""
        domain = self._review_domain(filters)
        foreign = self._review_foreign_domain()
        if not after:
            return [domain & ~foreign, domain & foreign]
        later = self._review_after(after, filters)
        if self.search_count(Domain("id", "=", after.id) & foreign):
            return [domain & foreign & later]
        return [domain & ~foreign & later, domain & foreign]

    @api.model
    def _review_foreign_domain(self):
        """Clusters with a card that the user may not change: a colleague has to decide with him."""
        foreign = []
        for link, model in (("lead_id", "crm.lead"), ("partner_id", "res.partner")):
            allowed = self.env["ir.rule"]._compute_domain(model, "write")
            foreign.append(Domain(link, "!=", False) & Domain(link, "not any!", allowed))
        return Domain("member_ids", "any!", Domain.OR(foreign))

    # ------------------------------------------------------------------
    # What the screen needs once
    # ------------------------------------------------------------------

    @api.model
    def _review_options(self):
        jobs = self.env["crm.dedup.job"].sudo()
        last = jobs.search([("kind", "in", ("scan", "changes")), ("state", "=", "done")], limit=1)
        running = jobs.search([("state", "in", ("waiting", "running"))], limit=1)
        teams = self.env["crm.team"].search([("active", "=", True)])
        return {
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "can_merge": True,
            "can_accept": self._review_can_accept(),
            "can_scan": jobs.with_env(self.env).has_access("create"),
            "last_scan": format_datetime(self.env, last.ended_at) if last.ended_at else "",
            "job": running.with_env(self.env)._review_job() if running else False,
        }

    @api.model
    def _review_can_accept(self):
        """Whether the user may have all certain duplicates merged at once."""
        user = self.env.user
        return user.has_group("sales_team.group_sale_salesman_all_leads") or user.has_group(
            "crm_lead_dedup.group_team_leader"
        )

    @api.model
    def review_scan(self):
        """Start a scan of the whole base, or show the one that is on its way."""
        action = self.env["crm.dedup.job"].action_scan()
        return self.env["crm.dedup.job"].browse(action["res_id"])._review_job()
