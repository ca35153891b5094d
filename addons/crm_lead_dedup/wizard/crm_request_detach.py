# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmRequestDetach(models.TransientModel):
    """What becomes of a request that is on a wrong card."""

    _name = "crm.request.detach"
    _description = "Take a Request off Its Card"

    request_ids = fields.Many2many("crm.request", required=True, readonly=True)
    then = fields.Selection(
        [("queue", "Back to the requests to check"), ("new", "Make a new lead")],
        string="What Next",
        default="queue",
        required=True,
    )
    card_names = fields.Char(string="Card", compute="_compute_consequences")
    learnt = fields.Text(string="Leaves the Card Too", compute="_compute_consequences")
    made_lead = fields.Boolean(compute="_compute_consequences")

    @api.depends("request_ids")
    def _compute_consequences(self):
        for wizard in self:
            # A form may name any record before it is saved; what is new passes every check.
            requests = wizard.request_ids._origin._filtered_access("read").sudo()
            rows = (
                self.env["crm.identifier"]
                .sudo()
                .search([("request_id", "in", requests.ids), ("origin", "=", "request")])
            )
            filled = [str(value) for request in requests
                      for value in (request.filled_values or {}).values()]  # fmt: skip
            values = dict.fromkeys([*rows.mapped("value"), *filled])
            wizard.card_names = ", ".join(requests.lead_id.mapped("display_name"))
            wizard.learnt = "\n".join(values) or False
            wizard.made_lead = any(requests.mapped("lead_created"))

    def _open(self):
        """The action that shows this wizard."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take off the Card"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_detach(self):
        """Take the requests off and do what was chosen."""
        self.ensure_one()
        if self.then == "new":
            return self.request_ids.action_new_lead()
        self.request_ids._back_to_queue()
        return {"type": "ir.actions.act_window_close"}
