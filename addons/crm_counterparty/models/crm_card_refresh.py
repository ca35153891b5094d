# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .crm_card_rule import KINDS

# Cards scored between two commits: about a second of work.
SLICE = 1_000


class CrmCardRefresh(models.Model):
    """Scores of all cards of a model that are being computed anew, because the rules changed.

    Rows are only added by who changes rules, so nobody waits for the work. The newest row of a
    model counts; it remembers how far the work is, and goes when the work is done.
    """

    _name = "crm.card.refresh"
    _description = "Scores to Be Computed Anew"
    _order = "id DESC"

    model_name = fields.Selection([(name, name) for name in KINDS], required=True)
    last_id = fields.Integer(help="Cards from this number on are done; the newest come first.")
    done = fields.Integer()
    total = fields.Integer()

    @api.model
    @api.private
    def _start(self, model_names):
        """Score all cards of these models by the present rules, in the background."""
        started = self.env.cr.precommit.data.setdefault("crm_card_refresh", {})
        missing = [
            name for name in model_names if not self.sudo().browse(started.get(name, 0)).exists()
        ]
        for row in self.sudo().create([{"model_name": name} for name in missing]):
            started[row.model_name] = row.id
        if missing:
            cron = self.env.ref("crm_counterparty.ir_cron_card_refresh", raise_if_not_found=False)
            # On the way out of the database the job goes before the rules.
            if cron:
                cron.sudo()._trigger()

    @api.model
    def _progress(self):
        """``{model: "how far the work is"}`` of the models at work, for people."""
        return {
            row.model_name: self.env._(
                "%(done)s of %(total)s cards scored anew", done=row.done, total=row.total or "…"
            )
            for row in self.sudo().search([], order="id", limit=100)
        }

    @api.model
    def _cron_refresh(self):
        """Work in slices, commit each, go on where a killed run stopped."""
        for name in KINDS:
            while row := self.search([("model_name", "=", name)], limit=1):
                row._forget_older()
                if not row._work_on():
                    return

    def _forget_older(self):
        self.search([("model_name", "=", self.model_name), ("id", "<", self.id)]).unlink()

    def _work_on(self):
        """One slice. Return whether there is time for more."""
        cards = self.env[self.model_name].with_context(active_test=False)
        if not self.total:
            self.total = cards.search_count([])
        below = Domain("id", "<", self.last_id) if self.last_id else Domain.TRUE
        found = cards.search(below, order="id DESC", limit=SLICE)
        if not found:
            self.unlink()
            return self.env["ir.cron"]._commit_progress(remaining=self.search_count([]))
        # Rules are read anew for each slice: this process may remember those of yesterday.
        found._store_card_scores(self.env["crm.card.rule"]._read_rules())
        self.write({"last_id": found[-1].id, "done": self.done + len(found)})
        left = max(self.total - self.done, 1)
        return self.env["ir.cron"]._commit_progress(len(found), remaining=left)
