# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .crm_farewell_policy import CHANNELS


class CrmFarewellOccasion(models.Model):
    """A day on which customers are greeted: a holiday of a country, or the person's birthday."""

    _name = "crm.farewell.occasion"
    _description = "Occasion for a Greeting"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: customers of all companies.")
    kind = fields.Selection(
        [("holiday", "Holiday"), ("birthday", "Birthday")], required=True, default="holiday"
    )
    day = fields.Integer(default=1)
    month = fields.Integer(default=1)
    country_ids = fields.Many2many("res.country", string="Countries", help="Empty: all countries.")
    lang = fields.Selection(
        selection="_lang_get",
        string="Language",
        help="Only people of this language. Empty: all languages.",
    )
    domain = fields.Char(string="Only Customers", default="[]")
    channels = fields.Selection(CHANNELS, required=True, default="email")
    calendar_id = fields.Many2one("resource.calendar", string="Sending Hours")
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Letter",
        domain=[("model", "=", "crm.farewell.invitation")],
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="SMS",
        domain=[("model", "=", "crm.farewell.invitation")],
        ondelete="restrict",
    )

    def _lang_get(self):
        return self.env["res.lang"].get_installed()
