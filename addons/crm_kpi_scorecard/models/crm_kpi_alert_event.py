# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .crm_kpi_band import COLOURS


class CrmKpiAlertEvent(models.Model):
    """A figure changed its band, and somebody is told of it once."""

    _name = "crm.kpi.alert.event"
    _description = "Message of an Alert"
    _order = "id desc"
    _rec_name = "text"

    alert_id = fields.Many2one(
        "crm.kpi.alert", required=True, readonly=True, ondelete="cascade", index=True
    )
    subscriber_id = fields.Many2one(related="alert_id.subscriber_id")
    snapshot_id = fields.Many2one(
        "crm.kpi.snapshot",
        string="Figure",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="snapshot_id.company_id")
    old_colour = fields.Selection(COLOURS, readonly=True)
    new_colour = fields.Selection(COLOURS, readonly=True)
    # Red, green and red again are three messages: which time it is.
    number = fields.Integer(readonly=True, default=1)
    text = fields.Text(readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Sent"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="waiting",
    )
    sent_at = fields.Datetime(readonly=True)

    _event_uniq = models.UniqueIndex(
        "(alert_id, snapshot_id, COALESCE(new_colour, ''), number)",
    )
    _waiting_idx = models.Index("(alert_id) WHERE state = 'waiting'")
