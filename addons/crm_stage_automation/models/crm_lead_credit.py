# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    """Whoever works on a deal sees that its customer is on the stop-list."""

    _inherit = "crm.lead"

    credit_stop_note = fields.Char(related="partner_id.credit_stop_note")
