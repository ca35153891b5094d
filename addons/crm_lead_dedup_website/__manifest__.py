# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Website Forms",
    "summary": "Odoo's own website form files its leads through the intake of requests",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Beta",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_lead_dedup", "website_crm"],
    "auto_install": True,
}
