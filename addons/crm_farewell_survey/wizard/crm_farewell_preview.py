# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellPreview(models.TransientModel):
    """A letter as its reader will see it, with a link that leads nowhere."""

    _name = "crm.farewell.preview"
    _description = "Preview of a Letter"

    invitation_id = fields.Many2one(
        "crm.farewell.invitation", required=True, readonly=True, ondelete="cascade"
    )
    channel = fields.Selection([("email", "E-mail"), ("sms", "SMS")], readonly=True)
    target = fields.Char(string="To", readonly=True)
    due_at = fields.Datetime(related="invitation_id.due_at")
    lang = fields.Char(string="Language", readonly=True)
    subject = fields.Char(readonly=True)
    # Made by a template that only its editors change; it is shown as it is sent.
    body = fields.Html(readonly=True, sanitize=False)
    text = fields.Text(readonly=True)
    sms_segments = fields.Integer(string="SMS to Pay", readonly=True)
    unicode_characters = fields.Char(
        string="Costly Characters",
        readonly=True,
        help="A single one of these makes an SMS more than twice as long.",
    )
