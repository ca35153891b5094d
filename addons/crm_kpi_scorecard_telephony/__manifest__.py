# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Figures and Calls",
    "summary": "Calls and talk time of the call log in the scorecard",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_kpi_scorecard", "crm_telephony_bridge"],
    "data": ["views/crm_kpi_report_views.xml"],
    "demo": ["demo/calls_demo.xml"],
    "auto_install": True,
}
