# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..tools.item import CardIndex
from ..tools.recognition import Card

# A switchboard's number stands on hundreds of cards; the newest are enough to decide.
CARDS_PER_KEY = 40
LEADS_PER_CUSTOMER = 20

LEAD_COLUMNS = SQL(
    """l.id, COALESCE(l.partner_id, 0), l.active AND l.won_status = 'pending', l.active,
       l.type, COALESCE(l.team_id, 0), COALESCE(l.user_id, 0),
       COALESCE(l.contact_name, p.name, ''), COALESCE(l.partner_name, ''),
       GREATEST(l.create_date, l.date_last_stage_update,
                (SELECT max(r.received_at) FROM crm_request r WHERE r.lead_id = l.id))"""
)


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    def _lookup(self, items):
        """All cards that share an identifier with a batch, in four queries whatever its size.

        Looks in leads and customers of each request's company and the shared ones, archived
        and lost ones included; staff of ours are no customers.

        :return: ``tools.item.CardIndex``
        """
        index = CardIndex()
        wanted = sorted({(item.company_id, *key) for item in items for key in item.all_keys()})
        if not wanted:
            return index
        self.env["crm.lead"].flush_model()
        self.env["res.partner"].flush_model()
        self.env["crm.identifier"].flush_model()
        self.env["crm.request"].flush_model(["lead_id", "received_at"])
        rows = self._rows_of_others(items, self._lookup_identifiers(wanted))
        leads = self._lookup_leads({lead_id for *_key, lead_id, _partner in rows if lead_id})
        partner_ids = {partner_id for *_key, partner_id in rows if partner_id}
        partner_ids |= {card.partner_id for card in leads.values()} - {0}
        partners = self._lookup_partners(partner_ids)
        for company_id, kind, key, lead_id, partner_id in rows:
            card = leads.get(lead_id) if lead_id else partners.get(partner_id)
            if card:
                index.add(company_id, (kind, key), card)
        companies = {company_id for company_id, *_key in wanted}
        of_partners = self._lookup_leads_of_partners(companies, partners)
        for (company_id, partner_id), cards in of_partners.items():
            index.add_leads_of_partner(company_id, partner_id, cards)
        return index

    @api.model
    def _is_any_known(self, item):
        """Whether a card beside the item's own lead has one of its keys, of whatever company.

        Most single leads are of somebody new: two plain index look-ups tell it in a fraction of
        the time that the whole question takes to be planned.
        """
        keys = [key for key in item.all_keys() if key[0] != "phone_tail"]
        tails = [key for kind, key in item.all_keys() if kind == "phone_tail"]
        others = SQL("lead_id IS DISTINCT FROM %s", item.lead_id)
        questions = []
        if keys:
            questions.append(SQL("(kind, key) IN %s", tuple(keys)))
        if tails:
            questions.append(SQL("tail = ANY(%s)", tails))
        if not questions:
            return False
        exists = SQL(" OR ").join(
            SQL("EXISTS (SELECT FROM crm_identifier WHERE %s AND %s)", question, others)
            for question in questions
        )
        self.env["crm.identifier"].flush_model()
        return self.env.execute_query(SQL("SELECT %s", exists))[0][0]

    @api.model
    def _rows_of_others(self, items, rows):
        """Rows of other cards than the very leads whose identifiers are looked for."""
        asking = defaultdict(set)
        for item in items:
            for key in item.all_keys():
                asking[item.company_id, *key].add(item.lead_id)
        return [row for row in rows if asking[tuple(row[:3])] != {row[3]}]

    @api.model
    def _lookup_identifiers(self, wanted):
        """Rows ``(company_id, kind, key, lead_id, partner_id)`` for wanted keys."""
        companies, kinds, keys = (list(column) for column in zip(*wanted, strict=True))
        return self.env.execute_query(
            SQL(
                """WITH wanted AS (
                        SELECT * FROM unnest(%s::int[], %s::text[], %s::text[])
                            AS k (company_id, kind, key))
                   %s UNION ALL %s""",
                companies,
                kinds,
                keys,
                self._newest_of_each(
                    SQL("k.kind <> 'phone_tail'"), SQL("i.kind = k.kind AND i.key = k.key")
                ),
                self._newest_of_each(SQL("k.kind = 'phone_tail'"), SQL("i.tail = k.key")),
            )
        )

    @api.model
    def _newest_of_each(self, wanted, match):
        """The newest rows of each wanted key, as far as its company may see their cards."""
        return SQL(
            """SELECT k.company_id, k.kind, k.key, i.lead_id, i.partner_id
                 FROM wanted k CROSS JOIN LATERAL (
                      SELECT i.lead_id, i.partner_id
                        FROM crm_identifier i
                   LEFT JOIN crm_lead l ON l.id = i.lead_id
                   LEFT JOIN res_partner p ON p.id = i.partner_id
                       WHERE %s
                         AND COALESCE(l.company_id, p.company_id, k.company_id) = k.company_id
                         AND l.merged_into_id IS NULL AND p.merged_into_id IS NULL
                    ORDER BY i.id DESC LIMIT %s) i
                WHERE %s""",
            match,
            CARDS_PER_KEY,
            wanted,
        )

    @api.model
    def _lookup_leads(self, lead_ids):
        if not lead_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT %s FROM crm_lead l LEFT JOIN res_partner p ON p.id = l.partner_id
                    WHERE l.id = ANY(%s)""",
                LEAD_COLUMNS,
                list(lead_ids),
            )
        )
        return {row[0]: self._lead_card(row) for row in rows}

    @api.model
    def _lookup_leads_of_partners(self, companies, partners):
        """``{(company_id, partner_id): [Card, …]}``: the open leads first, then the newest.

        Customers may be shared by companies; each company meets its own leads and shared ones.
        """
        if not partners:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id, k.id, l.*
                     FROM unnest(%s::int[]) AS c (id) CROSS JOIN unnest(%s::int[]) AS k (id)
               CROSS JOIN LATERAL (
                        SELECT %s FROM crm_lead l LEFT JOIN res_partner p ON p.id = l.partner_id
                         WHERE l.partner_id = k.id AND COALESCE(l.company_id, c.id) = c.id
                           AND l.merged_into_id IS NULL
                      ORDER BY (l.active AND l.won_status = 'pending') DESC, l.id DESC
                         LIMIT %s) l""",
                list(companies),
                list(partners),
                LEAD_COLUMNS,
                LEADS_PER_CUSTOMER,
            )
        )
        result = {}
        for company_id, partner_id, *row in rows:
            result.setdefault((company_id, partner_id), []).append(self._lead_card(row))
        return result

    @api.model
    def _lead_card(self, row):
        (
            lead_id,
            partner_id,
            is_open,
            active,
            kind,
            team_id,
            user_id,
            name,
            company_name,
            last_activity,
        ) = row
        return Card(
            model="lead",
            id=lead_id,
            partner_id=partner_id,
            is_open=is_open,
            active=active,
            type=kind,
            team_id=team_id,
            user_id=user_id,
            name=name,
            company_name=company_name,
            last_activity=last_activity,
        )

    @api.model
    def _lookup_partners(self, partner_ids):
        """``{id: Card}`` without our own staff and companies."""
        if not partner_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id, p.active, COALESCE(p.name, ''), COALESCE(p.is_company, false),
                          COALESCE(p.user_id, 0)
                     FROM res_partner p
                    WHERE p.id = ANY(%s)
                      AND NOT EXISTS (SELECT 1 FROM res_users u
                                       WHERE u.partner_id = p.id AND NOT u.share)
                      AND NOT EXISTS (SELECT 1 FROM res_company c WHERE c.partner_id = p.id)""",
                list(partner_ids),
            )
        )
        return {
            partner_id: Card(
                model="partner",
                id=partner_id,
                active=active,
                is_company=is_company,
                user_id=user_id,
                name=name,
                company_name=name if is_company else "",
            )
            for partner_id, active, name, is_company, user_id in rows
        }
