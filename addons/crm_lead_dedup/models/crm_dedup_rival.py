# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ..tools.company import SIGNS, Company, company_of

# A sign that stands on more open leads than these says nothing; the newest are enough.
LEADS_PER_SIGN = 200
CUSTOMERS_PER_SIGN = 20

OPEN_LEAD = SQL("l.active AND l.won_status = 'pending' AND l.user_id IS NOT NULL")
LEADS_OF_SIGN = {
    "customer": SQL(
        """crm_lead l JOIN res_partner p ON p.id = l.partner_id
           WHERE p.commercial_partner_id = CASE w.kind WHEN 'customer' THEN w.key::int END"""
    ),
    "tax_number": SQL(
        """crm_lead l JOIN crm_identifier i ON i.lead_id = l.id
           WHERE i.kind = 'tax_number' AND i.key = w.key"""
    ),
    "host": SQL("crm_lead l WHERE l.email_domain_criterion = '@' || w.key"),
    "name": SQL("crm_lead l WHERE l.dedup_company_key = w.key"),
}


@dataclass(slots=True)
class Question:
    """Whose company is asked about, and who is not worth naming.

    :param users: the people themselves who work on the card
    :param lead_id: the lead itself, 0 for one that is not saved yet
    :param company_id: only leads and customers of this company of ours and shared ones; 0: those
        of the companies the user is in
    :param customers: the customers of the company, with the sign by which each was found
    """

    company: Company
    partner_id: int = 0
    users: frozenset[int] = frozenset()
    lead_id: int = 0
    company_id: int = 0
    customers: dict[int, str] = field(default_factory=dict)

    def signs(self):
        """What to look for, as ``(kind, key)``."""
        signs = {("host", host) for host in self.company.hosts}
        signs |= {("customer", str(customer)) for customer in self.customers}
        return signs | self.texts()

    def texts(self):
        """The signs that leads and customers have in common, as ``(kind, key)``."""
        signs = {("tax_number", self.company.tax_number), ("name", self.company.name)}
        return {(kind, key) for kind, key in signs if key}

    def signs_of_customers(self):
        """By what customers of the company are found, as ``(kind, key)``."""
        signs = {("domain", domain) for domain in self.company.domains} | self.texts()
        return signs | ({("customer", str(self.partner_id))} if self.partner_id else set())


@dataclass(slots=True)
class Rival:
    """A colleague who works with the same company.

    :param leads: ids of the open leads and opportunities, newest first
    :param opportunities: how many of them are opportunities
    :param customer_ids: customers of the company of whom the colleague is in charge
    :param sign: the strongest reason: a key of ``tools.company.SIGNS``, or ``host`` (of a mail)
    """

    user_id: int
    sign: str
    leads: list[int] = field(default_factory=list)
    opportunities: int = 0
    customer_ids: list[int] = field(default_factory=list)


class CrmDedupRival(models.AbstractModel):
    """Who else works with the company of a card, found in a constant number of queries."""

    _name = "crm.dedup.rival"
    _description = "Colleagues Who Work with a Company"

    # ------------------------------------------------------------------
    # Questions
    # ------------------------------------------------------------------

    @api.model
    def _question_of_lead(self, lead):
        """The question a lead asks, saved or not (a virtual record). Hook."""
        partner = lead.partner_id.commercial_partner_id
        return Question(
            company=company_of(
                name=lead.partner_name or (partner.name if partner.is_company else None),
                email=lead.email_from,
                website=lead.website or partner.website,
                tax_number=lead.vat or partner.vat,
                regions=self._regions(lead),
            ),
            partner_id=partner.id or 0,
            users=frozenset((lead.user_id or self.env.user).ids),
            lead_id=lead._origin.id or 0,
            company_id=lead.company_id.id or 0,
        )

    @api.model
    def _question_of_partner(self, partner):
        """The question a customer's card asks, saved or not. Hook."""
        firm = partner if partner.is_company else partner.parent_id.commercial_partner_id
        saved = partner._origin.commercial_partner_id or partner.parent_id.commercial_partner_id
        return Question(
            company=company_of(
                name=firm.name or partner.company_name,
                email=partner.email,
                website=partner.website or firm.website,
                tax_number=partner.vat or firm.vat,
                regions=self._regions(partner),
            ),
            partner_id=saved.id or 0,
            users=frozenset((partner.user_id or self.env.user).ids),
            company_id=partner.company_id.id or 0,
        )

    @api.model
    def _questions(self, cards):
        """The questions of leads or customers, in their order."""
        ask = self._question_of_lead if cards._name == "crm.lead" else self._question_of_partner
        return [ask(card) for card in cards.sudo()]

    @api.model
    def _regions(self, card):
        company = card.company_id or self.env.company
        codes = (card.country_id.code, company.country_id.code)
        return tuple(dict.fromkeys(code for code in codes if code))

    # ------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------

    @api.model
    def _find(self, questions):
        """Who else works with each company: open leads of others, and who is in charge of it.

        Runs over all leads, whoever may read them: the caller tells names and figures, never
        what the leads say.

        :param questions: list of :class:`Question`
        :return: for each a list of :class:`Rival`, the one with most opportunities first
        """
        self.env["crm.lead"].flush_model()
        self.env["res.partner"].flush_model()
        self.env["crm.identifier"].flush_model()
        customers = self._find_customers(questions)
        leads = self._find_leads(questions)
        return [self._rivals(question, customers, leads) for question in questions]

    @api.model
    def _find_customers(self, questions):
        """Note the customers of each question; ``{customer: who is in charge}`` of all of them."""
        wanted = {sign for each in questions for sign in each.signs_of_customers()}
        found = defaultdict(list)
        for kind, key, *row in self._query_customers(wanted) if wanted else ():
            found[kind, key].append(tuple(row))
        for question in questions:
            for sign in sorted(question.signs_of_customers(), key=_strength):
                for partner_id, _user, company_id in found.get(sign, ()):
                    if self._is_ours(question, company_id):
                        question.customers.setdefault(partner_id, sign[0])
        return {row[0]: row[1] for rows in found.values() for row in rows}

    @api.model
    def _query_customers(self, wanted):
        """Rows ``(kind, key, commercial partner, its user, its company)``; not our own firms."""
        kinds, keys = zip(*sorted(wanted), strict=True)
        return self.env.execute_query(
            SQL(
                """SELECT w.kind, w.key, p.id, p.user_id, p.company_id
                     FROM unnest(%s::text[], %s::text[]) AS w (kind, key)
               CROSS JOIN LATERAL (
                          (SELECT p.commercial_partner_id AS id
                             FROM crm_identifier i JOIN res_partner p ON p.id = i.partner_id
                            WHERE i.kind = w.kind AND i.key = w.key
                            LIMIT %s)
                          UNION
                          (SELECT id FROM res_partner
                            WHERE w.kind = 'name' AND dedup_company_key = w.key LIMIT %s)
                          UNION
                          SELECT CASE w.kind WHEN 'customer' THEN w.key::int END) k
                     JOIN res_partner p ON p.id = k.id AND p.active
                    WHERE NOT EXISTS (SELECT FROM res_company c WHERE c.partner_id = p.id)""",
                list(kinds),
                list(keys),
                CUSTOMERS_PER_SIGN,
                CUSTOMERS_PER_SIGN,
            )
        )

    @api.model
    def _find_leads(self, questions):
        """``{(kind, key): rows (lead, user, type, company)}`` of the open leads."""
        wanted = {sign for question in questions for sign in question.signs()}
        if not wanted:
            return {}
        found = defaultdict(list)
        kinds, keys = zip(*sorted(wanted), strict=True)
        queries = [
            SQL(
                """SELECT w.kind, w.key, l.* FROM wanted w CROSS JOIN LATERAL (
                          SELECT l.id, l.user_id, l.type, l.company_id
                            FROM %s AND %s ORDER BY l.id DESC LIMIT %s) l
                    WHERE w.kind = %s""",
                source,
                OPEN_LEAD,
                LEADS_PER_SIGN,
                kind,
            )
            for kind, source in LEADS_OF_SIGN.items()
        ]
        rows = self.env.execute_query(
            SQL(
                "WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS w (kind, key)) %s",
                list(kinds),
                list(keys),
                SQL(" UNION ALL ").join(queries),
            )
        )
        for kind, key, *row in rows:
            found[kind, key].append(tuple(row))
        return found

    @api.model
    def _is_ours(self, question, company_id):
        """Whether a row belongs to the companies the question may look into."""
        if not company_id:
            return True
        wanted = question.company_id or company_id
        return company_id == wanted and company_id in self.env.companies.ids

    @api.model
    def _rivals(self, question, in_charge, leads):
        rivals = {}
        seen = {question.lead_id}
        for kind, key, sign in self._by_strength(question):
            for lead_id, user_id, lead_type, company_id in leads.get((kind, key), ()):
                if lead_id not in seen and self._is_ours(question, company_id):
                    seen.add(lead_id)
                    rival = rivals.setdefault(user_id, Rival(user_id, sign))
                    rival.leads.append(lead_id)
                    rival.opportunities += lead_type == "opportunity"
        for partner_id, sign in question.customers.items():
            if user_id := in_charge.get(partner_id):
                rival = rivals.setdefault(user_id, Rival(user_id, sign))
                rival.customer_ids.append(partner_id)
        for user_id in question.users:
            rivals.pop(user_id, None)
        return sorted(rivals.values(), key=lambda each: (-each.opportunities, -len(each.leads)))

    @api.model
    def _by_strength(self, question):
        """``[(kind, key, sign)]``; a customer's leads are known by what the customer is known."""
        known = [
            (kind, key, question.customers[int(key)] if kind == "customer" else kind)
            for kind, key in question.signs()
        ]
        return sorted(known, key=lambda each: _strength((each[2], each[1])))


def _strength(sign):
    """Sorts ``(kind, key)``, the strongest kind first."""
    return SIGNS.index("domain" if sign[0] == "host" else sign[0]), sign
