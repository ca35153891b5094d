# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..models.crm_farewell_invitation_states import WAITING


class CrmFarewellPreview(models.TransientModel):
    """A letter as its reader will see it, with a link that leads nowhere.

    Until it is sent, when and where it goes can be changed here.
    """

    _name = "crm.farewell.preview"
    _description = "Preview of a Letter"

    invitation_id = fields.Many2one(
        "crm.farewell.invitation", required=True, readonly=True, ondelete="cascade"
    )
    channel = fields.Selection([("email", "E-mail"), ("sms", "SMS")], readonly=True)
    target = fields.Char(string="To", readonly=True)
    due_at = fields.Datetime(
        string="Planned for", help="It leaves at the first moment from then on within its hours."
    )
    email = fields.Char()
    phone = fields.Char()
    wanted_lang = fields.Selection(
        selection="_lang_get",
        string="Wanted Language",
        help="Used when the letter and all its questions are translated into it.",
    )
    is_changeable = fields.Boolean(compute="_compute_is_changeable")
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

    @api.model
    def _lang_get(self):
        return self.env["res.lang"].get_installed()

    @api.depends("invitation_id.state")
    @api.depends_context("uid")
    def _compute_is_changeable(self):
        """Before it is sent, by those who may change the deal."""
        for preview in self:
            deal = preview.invitation_id.sudo().lead_id.sudo(False)
            preview.is_changeable = preview.invitation_id.state in WAITING and (
                not deal or deal.has_access("write")
            )

    def action_change(self):
        """Take over when and where it goes, and show the letter again."""
        self.ensure_one()
        self.invitation_id._change(
            {
                "due_at": self.due_at,
                "email": self.email,
                "phone": self.phone,
                "lang": self.wanted_lang,
            }
        )
        return self.invitation_id.action_preview()
