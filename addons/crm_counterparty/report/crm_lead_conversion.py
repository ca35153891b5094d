# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models, tools
from odoo.tools import SQL


class CrmLeadConversion(models.Model):
    """How many leads became clients, per person and period: each lead once.

    A lead that was merged or deleted is still counted, by its trace; its client is the one of the
    card in which it lives on.
    """

    _name = "crm.lead.conversion"
    _description = "Leads and Clients"
    _auto = False
    _order = "lead_created DESC, id"

    name = fields.Char("Lead", readonly=True)
    lead_created = fields.Datetime("Came In", readonly=True)
    date_converted = fields.Datetime("Converted", readonly=True)
    user_id = fields.Many2one("res.users", "In Charge of the Lead", readonly=True)
    client_user_id = fields.Many2one("res.users", "In Charge of the Client", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    client_id = fields.Many2one("res.partner", readonly=True)
    deal_id = fields.Many2one("crm.lead", "Now In", readonly=True)
    is_merged = fields.Boolean("Merged", readonly=True)
    nbr_converted = fields.Integer("Converted Leads", readonly=True)
    nbr_clients = fields.Integer("Leads with a Client", readonly=True)
    client_rate = fields.Float(
        "Became Clients (%)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    days_to_convert = fields.Float(readonly=True, aggregator="avg", digits=(16, 1))

    def init(self):
        """Leads that were never touched have no trace: they count as they are."""
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            SQL("CREATE VIEW %s AS (%s)", SQL.identifier(self._table), self._query())
        )

    def _query(self):
        return SQL(
            """
            SELECT lead.*,
                   client.user_id AS client_user_id,
                   (lead.date_converted IS NOT NULL)::int AS nbr_converted,
                   became.yes::int AS nbr_clients,
                   100.0 * became.yes::int AS client_rate,
                   EXTRACT(EPOCH FROM lead.date_converted - lead.lead_created) / 86400
                       AS days_to_convert
              FROM (%s UNION ALL %s) lead
         LEFT JOIN res_partner client ON client.id = lead.client_id
        CROSS JOIN LATERAL (
                   SELECT lead.date_converted IS NOT NULL AND lead.client_id IS NOT NULL AS yes
                   ) became
            """,
            self._query_traces(),
            self._query_leads(),
        )

    def _query_traces(self):
        return SQL(
            """
            SELECT id, name, lead_created, date_converted, user_id, team_id, company_id,
                   source_id, medium_id, campaign_id, client_id, deal_id,
                   date_merged IS NOT NULL AS is_merged
              FROM crm_lead_trace
             WHERE was_lead
            """
        )

    def _query_leads(self):
        return SQL(
            """
            SELECT -id, name, create_date, date_conversion, user_id, team_id, company_id,
                   source_id, medium_id, campaign_id, client_id, id, FALSE
              FROM crm_lead
             WHERE (type = 'lead' OR date_conversion IS NOT NULL)
               AND NOT EXISTS (SELECT FROM crm_lead_trace WHERE lead_ref = crm_lead.id)
            """
        )
