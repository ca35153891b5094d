# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Calls as Requests",
    "summary": "A customer's call is a request like any other, on the card of that person",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_lead_dedup", "crm_telephony_bridge"],
    "data": [
        "data/ir_cron.xml",
        "views/telephony_provider_views.xml",
        "views/telephony_call_views.xml",
    ],
    "demo": ["demo/telephony_people_demo.xml"],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
}
