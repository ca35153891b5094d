# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Requests and Duplicates",
    "summary": "Every request from outside lands on one card per person: by form, by mail, by API",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm", "contacts"],
    "external_dependencies": {"python": ["anyascii", "phonenumbers", "python-stdnum"]},
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "views/intake_templates.xml",
    ],
    "demo": [],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
