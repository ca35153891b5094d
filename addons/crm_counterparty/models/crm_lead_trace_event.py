# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLeadTraceEvent(models.Model):
    """One thing that happened to a lead on its way to a client."""

    _name = "crm.lead.trace.event"
    _description = "History of an Origin"
    _order = "date, id"

    trace_id = fields.Many2one(
        "crm.lead.trace", required=True, index=True, ondelete="cascade", readonly=True
    )
    event = fields.Selection(
        [
            ("assigned", "Handed over"),
            ("converted", "Converted"),
            ("merged", "Merged into another card"),
            ("kept", "Others were merged into it"),
            ("deleted", "Deleted"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, readonly=True)
    by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    user_id = fields.Many2one("res.users", "In Charge", ondelete="set null", readonly=True)
