# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Duplicates and Clients",
    "summary": "Merged leads stay among a client's origins; who is linked is not proposed again",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Beta",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_counterparty", "crm_lead_dedup"],
    "auto_install": True,
}
