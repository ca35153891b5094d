# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Farewell Letters and Feedback",
    "summary": "Letters and questionnaires after lost and won, answers on the cards, win-back",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm", "contacts", "survey", "sms", "phone_validation"],
    "external_dependencies": {"python": ["phonenumbers"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/resource_calendar.xml",
        "data/ir_cron.xml",
        "wizard/crm_farewell_preview_views.xml",
        "wizard/crm_farewell_privacy_views.xml",
        "views/sms_template_views.xml",
        "views/crm_farewell_menus.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
