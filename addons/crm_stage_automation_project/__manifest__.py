# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Playbooks and Projects",
    "summary": "Tasks of a deal after it is won, and links for crews without a login",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_stage_automation", "project"],
    "data": [
        "security/ir.model.access.csv",
        "views/crm_lead_views.xml",
        "views/crm_playbook_step_views.xml",
        "views/project_task_views.xml",
        "data/crm_playbook_ready.xml",
    ],
    "auto_install": True,
}
