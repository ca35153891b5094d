# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from random import Random

from odoo.tests import tagged

from ..tools.api import link
from .common import DedupCommon

SIZE = 10_000
GIVEN = "Anna Olena Ivan Petro Gábor Zsófia John Mary Юлія Сергей Dmytro Éva Peter Kateryna".split()
SYLLABLES = "ko pe tra vi sha ru bo nen lis mar do gul zi fek ton bra cho wel sen ka".split()


@tagged("post_install", "-at_install")
class TestDedupParity(DedupCommon):
    """Ten thousand cards: the database finds the very pairs that the pure functions find."""

    def _records(self):
        random = Random(7)
        people = []
        for number in range(SIZE):
            if people and random.random() < 0.25:
                record = {**random.choice(people)}
                for key in random.sample(("phone", "email", "city"), random.randrange(3)):
                    record[key] = None
                if random.random() < 0.4:
                    record["name"] = " ".join(reversed(record["name"].split()))
            else:
                surname = "".join(random.choices(SYLLABLES, k=3)).title()
                record = {
                    "name": f"{random.choice(GIVEN)} {surname}",
                    "phone": f"+38050{random.randrange(10**7):07d}",
                    "email": f"{surname.lower()}{random.randrange(99)}@mail{number % 900}.example",
                    "city": random.choice(("Київ", "Lviv", "Budapest", None)),
                }
                people.append(record)
            model = "crm.lead" if random.random() < 0.5 else "res.partner"
            yield {**record, "id": number + 1, "model": model}

    def test_same_pairs(self):
        records = list(self._records())
        first = self._load(records)
        self.env["crm.dedup.engine"].scan()
        self.env.cr.execute(
            """SELECT left_id - %(first)s, right_id - %(first)s, tier, relation, probability
                 FROM crm_dedup_match
                WHERE left_id > %(first)s AND right_id > %(first)s""",
            {"first": first},
        )
        found = {
            frozenset(row[:2]): (row[2], row[3], round(row[4], 6)) for row in self.env.cr.fetchall()
        }
        regions = {"regions": (self.company.country_id.code,), "is_company": False}
        others = self._others(first)
        pairs = link([{**record, **regions} for record in records] + others, self._rules())
        expected = {
            frozenset((pair.left, pair.right)): (
                pair.tier, pair.relation, round(pair.probability, 6),
            )
            for pair in pairs
            if isinstance(pair.left, int) and isinstance(pair.right, int)
        }  # fmt: skip
        self.assertGreater(len(expected), 2000)
        self.assertEqual(found, expected)

    def _rules(self):
        return self.env["crm.dedup.engine"]._rules()

    def _others(self, first):
        """The cards that were there before, as the database reads them; their ids are texts."""
        records = []
        for model in ("crm.lead", "res.partner"):
            cards = self.env[model].with_context(active_test=False).search([("id", "<=", first)])
            records += [
                {**record, "id": f"{model} {record['id']}"}
                for record in cards._dedup_record_values().values()
                if record["is_compared"]
            ]
        return records

    def _load(self, records):
        """Put them into the tables; the id of a card is ``first`` more than that of its record."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT GREATEST((SELECT max(id) FROM crm_lead), (SELECT max(id) FROM res_partner))"
        )
        first = self.env.cr.fetchone()[0] + 1000
        for model, query in (
            (
                "crm.lead",
                """INSERT INTO crm_lead (id, name, contact_name, phone, email_from, city, type,
                                         active, company_id)
                   SELECT id, name, name, phone, email, city, 'lead', TRUE, %(company)s""",
            ),
            (
                "res.partner",
                """INSERT INTO res_partner (id, name, complete_name, phone, email, city, type,
                                            active, company_id)
                   SELECT id, name, name, phone, email, city, 'contact', TRUE, %(company)s""",
            ),
        ):
            rows = [record for record in records if record["model"] == model]
            columns = {
                key: [row[key] for row in rows] for key in ("name", "phone", "email", "city")
            }
            self.env.cr.execute(
                query
                + """ FROM unnest(%(ids)s::int[], %(name)s::text[], %(phone)s::text[],
                                  %(email)s::text[], %(city)s::text[])
                           AS n(id, name, phone, email, city)""",
                {**columns, "ids": [first + row["id"] for row in rows], "company": self.company.id},
            )
        return first
