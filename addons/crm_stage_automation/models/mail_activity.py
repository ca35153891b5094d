# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MailActivity(models.Model):
    """What is to be done has a time of day, not just a date."""

    _inherit = "mail.activity"

    deadline_at = fields.Datetime(help="The moment until which it is to be done.")
