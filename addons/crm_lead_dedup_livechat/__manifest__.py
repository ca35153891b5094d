# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Live Chat",
    "summary": "What a visitor tells the chatbot lands on the card of that person",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Beta",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_lead_dedup", "crm_livechat"],
    "auto_install": True,
}
