# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Feedback and Clients",
    "summary": "A customer's feedback belongs to the client whom the deal serves",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_farewell_survey", "crm_counterparty"],
    "data": [
        "security/rules.xml",
    ],
    "auto_install": True,
}
