# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmCreditLetter(models.Model):
    """A reminder letter in the schedule of a credit policy."""

    _name = "crm.credit.letter"
    _description = "Reminder Letter Schedule"
    _order = "policy_id, days"
    _rec_name = "template_id"

    policy_id = fields.Many2one("crm.credit.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    days = fields.Integer(
        "Days Overdue",
        required=True,
        default=7,
        help="The letter is sent when the oldest unpaid invoice is overdue by so many days. Of"
        " letters that were missed only the last one is sent.",
    )
    template_id = fields.Many2one(
        "mail.template",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('model', '=', 'crm.credit.reminder')]",
        default=lambda self: self._default_template_id(),
        help="It can show the open invoices by the field “Open Items as Table”.",
    )

    _days_uniq = models.Constraint(
        "UNIQUE (policy_id, days)", "One letter for each number of days overdue is enough."
    )
    _days_check = models.Constraint(
        "CHECK (days > 0)", "A letter is sent a day after the invoice was due, or later."
    )

    def _default_template_id(self):
        return self.env.ref("crm_stage_automation.mail_template_credit", raise_if_not_found=False)
