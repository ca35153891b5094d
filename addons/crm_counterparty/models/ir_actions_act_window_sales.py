# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# Reports of sales, and the filter in each that leaves suppliers and partners out.
SALES_REPORTS = {
    "crm.crm_opportunity_report_action": "inside_sales",
    "sale.action_order_report_all": "without_partners",
    "sale.action_order_report_salesperson": "without_partners",
    "sale.action_order_report_customers": "without_partners",
    "sale.action_order_report_products": "without_partners",
    "account.action_account_invoice_report_all": "without_partners",
}


class IrActionsActWindow(models.Model):
    """Reports of sales open without suppliers and partners, as soon as there are any.

    The records of Odoo stay as they are: nothing is to be put back when the add-on goes.
    """

    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        action = super()._get_action_dict()
        chosen = SALES_REPORTS.get(action.get("xml_id"))
        if chosen and self.env["res.partner"]._has_other_partners():
            begin = (action["context"] or "{}").rstrip().removesuffix("}").rstrip().rstrip(",")
            comma = "" if begin.endswith("{") else ", "
            action["context"] = f"{begin}{comma}'search_default_{chosen}': 1}}"
        return action
