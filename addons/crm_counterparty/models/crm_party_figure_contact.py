# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

# Somebody of ours and somebody of theirs exchanged words: a letter in, words sent out (not a note
# among us, not a mailing to thousands), a call or a meeting that was ticked off.
IS_CONTACT = """
    (message.message_type IN ('email', 'sms', 'whatsapp')
     OR (message.message_type = 'comment' AND message.is_internal IS NOT TRUE
         AND message.subtype_id = %(comment)s)
     OR message.mail_activity_type_id IN (
         SELECT id FROM mail_activity_type WHERE category IN ('phonecall', 'meeting')))
"""
# Whose a deal or an order is: its client, else the commercial entity of its customer.
OWNED = """
    SELECT id AS res_id, client_id AS partner_id, company_id FROM %(table)s
     WHERE client_id IS NOT NULL
     UNION ALL
    SELECT record.id, customer.commercial_partner_id, record.company_id
      FROM %(table)s record JOIN res_partner customer ON customer.id = record.partner_id
     WHERE record.client_id IS NULL
"""


class CrmPartyFigure(models.Model):
    """When we last had to do with a partner."""

    _inherit = "crm.party.figure"

    @api.model
    def _thread_owners(self):
        """Hook: the models on whose chatter we talk with clients.

        A model that is added is followed by itself: a message on it marks its owner.

        :return: ``{model: SQL}`` with the columns ``res_id``, ``partner_id`` and ``company_id``
            (NULL: of no company); one record may have several owners
        """
        owned = {
            name: SQL(OWNED, table=SQL.identifier(self.env[name]._table))
            for name in ("crm.lead", "sale.order")
        }
        return owned | {
            "res.partner": SQL(
                """
                SELECT id AS res_id, id AS partner_id, NULL::integer AS company_id FROM res_partner
                 UNION ALL
                SELECT id, commercial_partner_id, NULL FROM res_partner
                 WHERE commercial_partner_id <> id
                """
            )
        }

    @api.model
    def _flush_threads(self):
        """What tells whose a record is, and what was said, is written down first."""
        for model in {*self._thread_owners(), "res.partner", "crm.party.link", "mail.message"}:
            self.env[model].flush_model()

    @api.model
    def _contact_sources(self, partner_ids):
        """Hook: other moments at which we had to do with these partners.

        A source flushes the models it reads, but for those of :meth:`_thread_owners`.
        Whoever adds a source marks its partners when something in it changes:
        ``env["crm.party.figure.dirty"]._mark(partners)``.

        :return: a list of SQL with the columns ``partner_id``, ``company_id`` (NULL: of no
            company) and ``at``
        """
        return [
            SQL(
                """
                SELECT owner.partner_id, owner.company_id, sale_order.date_order AS at
                  FROM (%s) owner JOIN sale_order ON sale_order.id = owner.res_id
                 WHERE owner.partner_id = ANY(%s) AND sale_order.state = 'sale'
                """,
                self._thread_owners()["sale.order"],
                partner_ids,
            ),
            self._sql_linked(partner_ids),
        ]

    @api.model
    def _sql_linked(self, partner_ids):
        """SQL: words with a party of the client, of the time when it was one."""
        return SQL(
            """
            SELECT link.client_id, link.company_id, message.date
              FROM crm_party_link link
              JOIN mail_message message
                ON message.model = 'res.partner' AND message.res_id = link.party_id
             WHERE link.client_id = ANY(%s) AND %s
               AND message.date::date >= COALESCE(link.date_start, '-infinity')
               AND message.date::date <= COALESCE(link.date_end, 'infinity')
            """,
            partner_ids,
            self._sql_is_contact(),
        )

    @api.model
    def _sql_is_contact(self):
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        return SQL(IS_CONTACT, comment=comment)

    @api.model
    def _sql_met(self, partner_ids):
        """SQL: the last contact by partner and company."""
        self._flush_threads()
        sources = [
            SQL(
                """
                SELECT owner.partner_id, owner.company_id, message.date AS at
                  FROM (%s) owner
                  JOIN mail_message message
                    ON message.model = %s AND message.res_id = owner.res_id
                 WHERE owner.partner_id = ANY(%s) AND %s
                """,
                owners, model, partner_ids, self._sql_is_contact(),
            )
            for model, owners in self._thread_owners().items()
        ]  # fmt: skip
        return SQL(
            "SELECT partner_id, company_id, MAX(at) AS at FROM (%s) moment"
            " GROUP BY partner_id, company_id",
            SQL(" UNION ALL ").join(
                SQL("(%s)", source) for source in sources + self._contact_sources(partner_ids)
            ),
        )
