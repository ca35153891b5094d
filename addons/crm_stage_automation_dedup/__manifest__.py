# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Playbooks and Duplicates",
    "summary": "When cards are merged, no planned step is lost or done twice; undone too",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_stage_automation", "crm_lead_dedup"],
    "auto_install": True,
}
