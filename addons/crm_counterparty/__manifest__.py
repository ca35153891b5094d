# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Sales Desk: Clients, Counterparties, Contacts",
    "summary": "Whom we serve, whom we invoice, with whom we talk: linked, with roles and dates",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "development_status": "Beta",
    "author": "Sales Desk",
    "website": "https://github.com/sales-desk/sales-desk",
    "depends": ["crm", "contacts", "sale_crm", "account"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules_party.xml",
        "security/rules_visibility.xml",
        "data/crm_party_role.xml",
        "views/crm_party_role_views.xml",
        "views/crm_party_link_views.xml",
        "views/res_partner_party_views.xml",
        "views/relations_views.xml",
        "views/crm_team_visibility_views.xml",
        "views/crm_lead_client_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["crm_counterparty/static/src/**/*"],
        "web.assets_unit_tests": ["crm_counterparty/static/tests/**/*.test.js"],
    },
}
