# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Telephony and Clients",
    "summary": "The card of a call shows the caller's clients, their turnover and debt",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_counterparty", "crm_telephony_bridge"],
    "data": [
        "security/rules.xml",
        "views/telephony_call_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["crm_telephony_bridge_counterparty/static/src/**/*"],
    },
    "auto_install": True,
}
