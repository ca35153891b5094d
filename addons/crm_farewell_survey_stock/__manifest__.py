# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Feedback after Delivery",
    "summary": "The customer is asked when all that was ordered has been delivered",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_farewell_survey", "sale_crm", "sale_stock"],
    "auto_install": True,
}
