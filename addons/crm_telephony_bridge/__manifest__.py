# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Telephony",
    "summary": "Every call logged once, the caller's card before the second ring",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["bus", "crm", "contacts", "phone_validation"],
    "external_dependencies": {"python": ["cryptography", "phonenumbers"]},
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/telephony_provider_views.xml",
        "views/telephony_extension_views.xml",
        "views/telephony_queue_views.xml",
        "views/telephony_call_views.xml",
        "views/telephony_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["crm_telephony_bridge/static/src/**/*"],
        "web.assets_tests": ["crm_telephony_bridge/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["crm_telephony_bridge/static/tests/**/*.test.js"],
    },
}
