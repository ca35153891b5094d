# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Stop-List and Clients",
    "summary": "Debts of a legal entity stop the orders of the client it pays for",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_stage_automation", "crm_counterparty"],
    "data": ["views/credit_policy_views.xml", "views/crm_stage_views.xml"],
    "auto_install": True,
}
