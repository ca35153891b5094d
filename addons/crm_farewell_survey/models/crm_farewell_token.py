# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellToken(models.Model):
    """The secret of one message that was sent, as a hash: nobody reads the secret itself later."""

    _name = "crm.farewell.token"
    _description = "Personal Link of a Message"
    _order = "id desc"
    _rec_name = "invitation_id"

    invitation_id = fields.Many2one(
        "crm.farewell.invitation", required=True, readonly=True, ondelete="cascade", index=True
    )
    digest = fields.Char(required=True, readonly=True, copy=False, groups="base.group_system")
    channel = fields.Selection(
        [("email", "E-mail"), ("sms", "SMS"), ("hand", "By hand")], required=True, readonly=True
    )
    is_reminder = fields.Boolean(readonly=True)
    expires_at = fields.Datetime(string="Expires on", required=True, readonly=True)

    _digest_uniq = models.Constraint("UNIQUE (digest)", "This link exists already.")
