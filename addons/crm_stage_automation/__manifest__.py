# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Playbooks per Stage",
    "summary": "Calls, letters and tasks per stage in working time, assignment, stop-list",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm", "base_automation", "sale_crm", "account"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules_playbook.xml",
        "security/rules_assignment.xml",
        "security/rules_credit.xml",
        "security/rules_link.xml",
        "views/crm_playbook_views.xml",
        "views/crm_playbook_rule_views.xml",
        "views/crm_playbook_step_views.xml",
        "views/crm_playbook_job_views.xml",
        "views/stage_automation_menus.xml",
    ],
}
