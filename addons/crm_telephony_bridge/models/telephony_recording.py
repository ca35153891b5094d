# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyRecording(models.Model):
    """The sound of a call, with access rights of its own."""

    _name = "telephony.recording"
    _description = "Recording of a Call"
    _order = "id desc"

    name = fields.Char(required=True)
    call_id = fields.Many2one("telephony.call", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    url = fields.Char(groups=fields.NO_ACCESS, exportable=False)
    state = fields.Selection(
        [
            ("expected", "Expected"),
            ("stored", "Stored"),
            ("remote", "At the provider"),
            ("missing", "Missing"),
            ("deleted", "Deleted"),
        ],
        required=True,
        default="expected",
    )
    duration = fields.Float(string="Duration (s)")
    size = fields.Integer(string="Size (bytes)")
    delete_after = fields.Date(index="btree_not_null")
