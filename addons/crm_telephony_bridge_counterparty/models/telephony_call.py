# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class TelephonyCall(models.Model):
    """Whom we serve in a call."""

    _inherit = "telephony.call"

    client_id = fields.Many2one(
        "res.partner",
        compute="_compute_client_id",
        store=True,
        index="btree_not_null",
        help="The client of the deal, else the only client the caller acts for, else his company.",
    )

    @api.depends("partner_id", "lead_id")
    def _compute_client_id(self):
        """Found when the caller is, not afterwards: a call stays with the client of that day."""
        for company, calls in self.grouped("company_id").items():
            callers = calls.partner_id | calls.lead_id.partner_id
            clients = callers._client_of(company)
            for call in calls:
                caller = call.partner_id or call.lead_id.partner_id
                call.client_id = call.lead_id.client_id or clients.get(caller, caller)

    @api.model
    def _ingested(self, changes):
        """Extended: the upsert passes by what Odoo computes."""
        result = super()._ingested(changes)
        calls = self.browse(change.call_id for change in changes)
        self.env.add_to_compute(self._fields["client_id"], calls)
        return result
