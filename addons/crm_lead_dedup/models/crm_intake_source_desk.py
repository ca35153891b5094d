# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmIntakeSource(models.Model):
    """The form of a source: figures, and a secret that is shown once."""

    _inherit = "crm.intake.source"

    dropped_count = fields.Integer(
        string="Dropped",
        compute="_compute_dropped_count",
        help="Caught by the honeypot, spam, or discarded by somebody.",
    )
    last_request_at = fields.Datetime(
        string="Last Request", compute="_compute_dropped_count", help="Of any result."
    )

    def _compute_dropped_count(self):
        rows = self.env["crm.request"]._read_group(
            [("source_id", "in", self.ids)], ["source_id", "result"],
            ["__count", "received_at:max"],
        )  # fmt: skip
        for source in self:
            of_source = [row for row in rows if row[0] == source]
            source.dropped_count = sum(row[2] for row in of_source if row[1] == "dropped")
            source.last_request_at = max((row[3] for row in of_source), default=False)

    def action_new_secret(self):
        """Make a secret and show it in a window, this once.

        It travels in this answer only: no record, no context and no log keeps it.
        """
        self.ensure_one()
        secret = self._new_secret()
        self._message_log(body=self.env._("A new secret was made; an older one stopped."))
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_dedup.secret",
            "name": self.env._("New Secret of %(name)s", name=self.name),
            "target": "new",
            "params": {"secret": secret},
        }

    def action_open_requests(self):
        """The requests of this source.

        The context narrows them: ``dropped_only``, or ``without_origin`` for those of programs
        and plain forms.
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_dedup.action_request")
        context = {"search_default_source_id": self.id}
        if self.env.context.get("dropped_only"):
            context["search_default_dropped"] = 1
        if self.env.context.get("without_origin"):
            context["search_default_without_origin"] = 1
        return {**action, "context": context}
