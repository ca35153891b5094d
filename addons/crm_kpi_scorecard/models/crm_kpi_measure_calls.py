# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmKpiMeasure(models.Model):
    """Calls as core logs them: done phone-call activities in the history of a lead or deal.

    An add-on with a call log of its own extends these methods and reads that instead.
    """

    _inherit = "crm.kpi.measure"

    def _kpi_source_calls(self, date_from, date_to, dimensions):
        """Logged calls by day, under who logged them and the deal's team and source."""
        local = SQL(
            "timezone(%s, timezone('UTC', message.date))::date", self.env.context["kpi_zone"]
        )
        return self._kpi_rows(
            SQL(
                "SELECT %(day)s, lead.company_id, author.id, lead.team_id, lead.source_id,"
                " count(*), count(*)"
                " FROM %(calls)s JOIN crm_lead lead ON lead.id = message.res_id"
                " LEFT JOIN LATERAL (SELECT min(id) AS id FROM res_users"
                " WHERE partner_id = message.author_id) author ON TRUE"
                " WHERE message.date >= %(begin)s AND message.date < %(end)s AND %(allowed)s"
                " GROUP BY 1, 2, 3, 4, 5",
                day=local,
                calls=self._kpi_calls_sql(),
                begin=date_from,
                end=date_to,
                allowed=self._kpi_leads_sql("lead"),
            )
        )

    def _kpi_source_calls_of_won(self, date_from, date_to, dimensions):
        """Calls ever logged on the deals won in these dates, under the deal's person and team."""
        return self._kpi_won_rows(
            SQL(
                "SELECT message.res_id AS lead_id, count(*) AS total FROM %s"
                " WHERE message.res_id IN (SELECT id FROM won) GROUP BY 1",
                self._kpi_calls_sql(),
            ),
            date_from,
            date_to,
        )

    def _kpi_records_calls_of_won(self, date_from, date_to):
        """The deals, whose history has the calls."""
        domain = Domain("date_won", ">=", date_from) & Domain("date_won", "<", date_to)
        return self._kpi_lead_records(domain & Domain("won_status", "=", "won"))

    def _kpi_source_talk_of_won(self, date_from, date_to, dimensions):
        """Seconds talked on the deals won; core knows of no talk time."""
        return

    def _kpi_source_completeness(self, date_from, date_to, dimensions):
        """How complete cards are, in parts of one; core does not measure it."""
        return

    def _kpi_calls_sql(self):
        """The messages that are logged calls, as a joined table called `message`."""
        return SQL(
            "mail_message message JOIN mail_activity_type kind"
            " ON kind.id = message.mail_activity_type_id AND kind.category = 'phonecall'"
            " AND message.model = 'crm.lead'"
        )

    def _kpi_won_rows(self, totals, date_from, date_to):
        """Rows of deals won in these dates with a number each.

        :param SQL totals: a query of `lead_id` and `total` that may use the table `won`
        """
        zone = self.env.context["kpi_zone"]
        return self._kpi_rows(
            SQL(
                "WITH won AS (SELECT * FROM crm_lead lead WHERE lead.won_status = 'won'"
                " AND lead.date_won >= %(begin)s AND lead.date_won < %(end)s AND %(allowed)s),"
                " told AS (%(totals)s)"
                " SELECT timezone(%(zone)s, timezone('UTC', won.date_won))::date, won.company_id,"
                " won.user_id, won.team_id, won.source_id, COALESCE(sum(told.total), 0), count(*)"
                " FROM won LEFT JOIN told ON told.lead_id = won.id GROUP BY 1, 2, 3, 4, 5",
                begin=date_from,
                end=date_to,
                allowed=self._kpi_leads_sql("lead"),
                totals=totals,
                zone=zone,
            )
        )

    def _kpi_rows(self, query):
        """Rows of day, company, person, team, source, total and count, as a plug-in gives them."""
        people = dict(self.env.execute_query(SQL("SELECT id, company_id FROM res_users")))
        return [
            (
                day,
                company or people.get(person),
                {"user_id": person, "team_id": team, "source_id": source},
                total,
                count,
            )
            for day, company, person, team, source, total, count in self.env.execute_query(query)
        ]

    def _kpi_leads_sql(self, alias):
        """That a lead may count at all (see `_kpi_base_domain`)."""
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        domain = leads._kpi_base_domain()
        if Domain(domain).is_true():
            return SQL("TRUE")
        return SQL("%s IN %s", SQL.identifier(alias, "id"), leads._search(domain).subselect())

    def _kpi_lead_records(self, domain):
        """Leads behind a plug-in's rows: model, domain and the paths of their subjects."""
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        paths = {"user_id": "user_id", "team_id": "team_id", "source_id": "source_id"}
        return leads, domain & leads._kpi_base_domain(), paths
