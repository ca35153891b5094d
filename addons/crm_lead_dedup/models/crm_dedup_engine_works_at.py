# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

# A phone or domain that more companies than this share says nothing (a business centre).
EMPLOYERS_PER_KEY = 10
PEOPLE_PER_KEY = 200
# People who name a company: as many as one would look through.
NAMED = 50

# p: somebody without a company, not of our own staff.
PERSON = SQL(
    """p.active AND NOT COALESCE(p.is_company, FALSE) AND p.parent_id IS NULL
       AND NOT EXISTS (SELECT FROM res_users u WHERE u.partner_id = p.id AND NOT u.share)"""
)
# c: a company that is none of our own.
EMPLOYER = SQL(
    """c.active AND c.is_company
       AND NOT EXISTS (SELECT FROM res_company o WHERE o.partner_id = c.id)"""
)
TOGETHER = SQL("COALESCE(p.company_id, c.company_id, 0) = COALESCE(c.company_id, p.company_id, 0)")

EMPLOYERS = """
    SELECT p.id, e.id, k.kind, k.key
      FROM unnest(%(ids)s::int[], %(kinds)s::text[], %(keys)s::text[]) AS k (id, kind, key)
      JOIN res_partner p ON p.id = k.id AND %(person)s
CROSS JOIN LATERAL (
             SELECT c.id, count(*) OVER () AS number
               FROM crm_identifier i JOIN res_partner c ON c.id = i.partner_id
              WHERE i.kind = k.kind AND i.key = k.key AND %(employer)s AND %(together)s
              LIMIT %(limit)s) e
     WHERE e.number < %(limit)s
"""
PEOPLE = """
    SELECT p.id, c.id, k.kind, k.key
      FROM unnest(%(ids)s::int[], %(kinds)s::text[], %(keys)s::text[]) AS k (id, kind, key)
      JOIN res_partner c ON c.id = k.id AND %(employer)s
CROSS JOIN LATERAL (
             (SELECT partner_id FROM crm_identifier
               WHERE k.kind = 'domain' AND kind = 'email' AND partner_id IS NOT NULL
                 AND split_part(key, '@', 2) = k.key LIMIT %(limit)s)
              UNION ALL
             (SELECT partner_id FROM crm_identifier
               WHERE k.kind <> 'domain' AND kind = k.kind AND key = k.key
                 AND partner_id IS NOT NULL LIMIT %(limit)s)) i
      JOIN res_partner p ON p.id = i.partner_id AND %(person)s AND %(together)s
"""
NAMING = """
    SELECT p.id, c.id, 'company', p.company_name
      FROM unnest(%(people)s::int[], %(companies)s::int[]) AS k (person, company)
      JOIN res_partner p ON p.id = k.person AND p.company_name > '' AND %(person)s
      JOIN res_partner c ON c.id = k.company AND %(employer)s AND %(together)s
"""


class CrmDedupEngine(models.AbstractModel):
    """Who seems to work where: people on no company's card who share something with one."""

    _inherit = "crm.dedup.engine"

    @api.private
    @api.model
    def works_at(self, partners):
        """People who seem to work at a company, for people and companies in one go.

        They share the company's mail domain, phone or tax number, or name it as theirs in any
        spelling. What somebody decided about, and what the reader may not read, is left out.

        :param partners: ``res.partner`` records; of a person the companies are looked for, of a
            company the people
        :return: ``{partner: [{"person_id", "employer_id", "reasons": [(kind, value), …]}, …]}``,
            the likeliest first
        """
        partners.check_access("read")
        pairs = {}
        for person_id, employer_id, kind, value in self._works_at_rows(partners):
            pairs.setdefault((person_id, employer_id), {})[kind, value] = True
        admitted = self._works_at_admitted(set(pairs))
        result = {partner: [] for partner in partners}
        by_id = {partner.id: partner for partner in partners}
        for (person_id, employer_id), reasons in sorted(
            pairs.items(), key=lambda pair: (-len(pair[1]), pair[0])
        ):
            if (person_id, employer_id) in admitted:
                one = {
                    "person_id": person_id,
                    "employer_id": employer_id,
                    "reasons": sorted(reasons),
                }
                for card_id in {person_id, employer_id} & set(by_id):
                    result[by_id[card_id]].append(one)
        return result

    @api.model
    def _works_at_rows(self, partners):
        """Rows ``(person id, company id, kind, value)``. Hook: extend with evidence of your own."""
        companies = partners.filtered("is_company")
        self.env.flush_all()
        rows = []
        for cards, query, limit in (
            (partners - companies, EMPLOYERS, EMPLOYERS_PER_KEY + 1),
            (companies, PEOPLE, PEOPLE_PER_KEY),
        ):
            facts = self._works_at_facts(cards)
            if facts:
                ids, kinds, keys = map(list, zip(*facts, strict=True))
                rows += self.env.execute_query(
                    SQL(
                        query,
                        ids=ids,
                        kinds=kinds,
                        keys=keys,
                        limit=limit,
                        person=PERSON,
                        employer=EMPLOYER,
                        together=TOGETHER,
                    )
                )
        return rows + self._works_at_by_name(partners)

    @api.model
    def _works_at_by_name(self, partners):
        """Rows for people who say the name of a company, as the comparison of cards reads it."""
        partners = partners.filtered(
            lambda card: card.is_company or (card.company_name and not card.parent_id)
        ).sudo()
        pairs = set()
        for card, matches in self.sudo().find_matches(partners, limit=NAMED).items():
            for match in matches:
                named = match["model"] == "res.partner" and any(
                    (line["field"], line["level"]) == ("company", "same")
                    for line in match["explanation"]
                )
                if named and match["relation"] == "related":
                    pair = (match["id"], card.id)
                    pairs.add(pair if card.is_company else pair[::-1])
        if not pairs:
            return []
        people, companies = map(list, zip(*pairs, strict=True))
        return self.env.execute_query(
            SQL(
                NAMING,
                people=people,
                companies=companies,
                person=PERSON,
                employer=EMPLOYER,
                together=TOGETHER,
            )
        )

    @api.model
    def _works_at_facts(self, cards):
        """``[(card id, kind, key), …]`` by which a person and a company meet."""
        identifiers = self.env["crm.identifier"].sudo()
        facts = []
        for row in identifiers.search([("partner_id", "in", cards.ids), ("key", "!=", False)]):
            kind, key = row.kind, row.key
            if kind == "email":
                kind, key = "domain", not row.partner_id.is_company and row._company_domain(key)
            if key:
                facts.append((row.partner_id.id, kind, key))
        return facts

    @api.model
    def _works_at_admitted(self, pairs):
        """Those of ``{(person id, company id)}`` that nobody decided about and the reader sees."""
        if not pairs:
            return set()
        people = [person_id for person_id, _employer in pairs]
        decided = self.env["crm.dedup.employment"].sudo().search(
            [("person_id", "in", people), ("state", "!=", "proposed")]
        )  # fmt: skip
        pairs = pairs - {(row.person_id.id, row.employer_id.id) for row in decided}
        ids = {card_id for pair in pairs for card_id in pair}
        seen = set(self.env["res.partner"].search([("id", "in", list(ids))]).ids)
        return {pair for pair in pairs if seen.issuperset(pair)}
