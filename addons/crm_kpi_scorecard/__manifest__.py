# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: KPI Scorecard",
    "summary": "Figures in colour bands, with targets, history, boards, contests and alerts",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Alpha",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm", "sale_crm", "account", "gamification"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules_company.xml",
        "security/rules.xml",
        "data/ir_cron.xml",
        "security/rules_contest.xml",
        "data/crm_kpi_measures.xml",
        "data/crm_kpi_definitions.xml",
        "data/ir_cron_contest.xml",
        "views/crm_kpi_funnel_views.xml",
        "views/crm_kpi_contest_wall_views.xml",
    ],
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "assets": {
        "web.assets_backend": ["crm_kpi_scorecard/static/src/**/*"],
        "web.assets_tests": ["crm_kpi_scorecard/static/tests/tours/**/*"],
        "web.assets_unit_tests": [
            "crm_kpi_scorecard/static/tests/band_vectors.js",
            "crm_kpi_scorecard/static/tests/**/*.test.js",
        ],
    },
}
