# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Figures on a Dashboard",
    "summary": "The basic reports of the scorecard as a spreadsheet dashboard",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm_kpi_scorecard", "spreadsheet_dashboard"],
    "data": ["security/rules.xml", "data/spreadsheet_dashboard.xml"],
    "auto_install": True,
}
