# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmKpiMeasure(models.Model):
    """How soon a new lead hears from us."""

    _inherit = "crm.kpi.measure"

    def _kpi_source_first_response(self, date_from, date_to, dimensions):
        """Seconds from the creation of leads to the first answer, of those that were answered.

        An answer is a letter to the customer or a logged call by one of our people.
        """
        zone = self.env.context["kpi_zone"]
        return self._kpi_rows(
            SQL(
                "SELECT timezone(%(zone)s, timezone('UTC', lead.create_date))::date,"
                " lead.company_id, lead.user_id, lead.team_id, lead.source_id,"
                " sum(extract(epoch FROM answer.date - lead.create_date)), count(*)"
                " FROM crm_lead lead JOIN (%(answers)s) answer ON answer.lead_id = lead.id"
                " WHERE lead.create_date >= %(begin)s AND lead.create_date < %(end)s"
                " AND %(allowed)s GROUP BY 1, 2, 3, 4, 5",
                zone=zone,
                answers=self._kpi_answers_sql(date_from, date_to),
                begin=date_from,
                end=date_to,
                allowed=self._kpi_leads_sql("lead"),
            )
        )

    def _kpi_records_first_response(self, date_from, date_to):
        """The leads created then."""
        domain = Domain("create_date", ">=", date_from) & Domain("create_date", "<", date_to)
        return self._kpi_lead_records(domain)

    def _kpi_answers_sql(self, date_from, date_to):
        """The first answer to each lead created in these dates (`lead_id`, `date`)."""
        return SQL(
            "SELECT asked.id AS lead_id, min(message.date) AS date FROM crm_lead asked"
            " JOIN mail_message message ON message.model = 'crm.lead'"
            " AND message.res_id = asked.id AND message.date >= asked.create_date"
            " JOIN res_users author ON author.partner_id = message.author_id AND NOT author.share"
            " LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id"
            " LEFT JOIN mail_activity_type kind ON kind.id = message.mail_activity_type_id"
            " WHERE asked.create_date >= %s AND asked.create_date < %s"
            " AND (kind.category = 'phonecall' OR message.message_type = 'email_outgoing'"
            " OR (message.message_type = 'comment' AND NOT COALESCE(message.is_internal, FALSE)"
            " AND subtype.id IS NOT NULL AND NOT COALESCE(subtype.internal, FALSE)))"
            " GROUP BY asked.id",
            date_from,
            date_to,
        )
