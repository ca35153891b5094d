# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import ExitStack
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .review_common import ALL, ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewRead(ReviewCommon):
    """What the review screen is told."""

    def test_cards_side_by_side(self):
        """Heads, rows, pair and proposal of two leads."""
        values = self._read(self.hanna)
        cards = {card["id"]: card for card in values["cards"]}
        self.assertEqual(set(cards), {self.hanna.id, self.anna.id})
        card = cards[self.hanna.id]
        self.assertEqual((card["type_label"], card["status"]["code"]), ("Opportunity", "open"))
        self.assertEqual(card["in_charge"], self.user_sales_salesman.name)
        self.assertTrue(card["writable"])
        name = self._row(values, "name")
        self.assertEqual(name["cells"][self._key(self.anna)]["text"], "Hanna Bondar")
        self.assertEqual(name["cells"][self._key(self.anna)]["field"], "contact_name")
        [pair] = values["pairs"]
        self.assertGreater(pair["probability"], 0.5)
        self.assertIn("phone", {line["field"] for line in pair["explanation"]})
        proposal = values["proposals"]["crm.lead"]
        self.assertIn(proposal["survivor"], cards)
        self.assertEqual(proposal["choices"]["email_from"], self.anna.id)

    def test_spelling_is_no_difference(self):
        """The same phone in two spellings is quiet; two names stand out."""
        values = self._read(self.hanna)
        self.assertFalse(self._row(values, "phone")["differs"])
        self.assertFalse(self._row(values, "city")["differs"])
        self.assertTrue(self._row(values, "subject")["differs"])

    def test_lead_beside_customer(self):
        """Fields of other names meet in one row; the name in charge of merging is per model."""
        values = self._read(self.stepan_lead)
        self.assertEqual(values["kind"], "mixed")
        name = self._row(values, "name")["cells"]
        self.assertEqual(name[self._key(self.stepan_lead)]["field"], "contact_name")
        self.assertEqual(name[self._key(self.stepan)]["field"], "name")
        self.assertEqual(set(values["proposals"]), {"crm.lead", "res.partner"})

    def test_what_hangs_on_a_card(self):
        """Messages, activities and requests are counted."""
        self.hanna.message_post(body="Hello", message_type="comment")
        self.hanna.activity_schedule(summary="Call", user_id=self.user_leader.id)
        values = self._read(self.hanna)
        card = next(card for card in values["cards"] if card["id"] == self.hanna.id)
        counts = {count["name"]: count["count"] for count in card["counts"]}
        self.assertEqual((counts["mail.message"], counts["mail.activity"]), (1, 1))

    def test_further_numbers(self):
        """What is known beside the fields is shown and said to be kept."""
        self.env["crm.identifier"]._learn("crm.lead", {self.hanna.id: [("phone", "+380441112233")]})
        row = self._row(self._read(self.hanna), "further")
        cell = row["cells"][self._key(self.hanna)]
        self.assertEqual((cell["mode"], cell["chips"]), ("all", ["+380 44 111 2233"]))

    def test_somebody_elses_card(self):
        """Shown with who is in charge; not a word of what it says."""
        self.anna.write({"user_id": self.user_sales_leads.id, "team_id": self.sales_team_1.id})
        values = self._read(self.hanna, self.user_sales_salesman)
        card = next(card for card in values["cards"] if card["id"] == self.anna.id)
        self.assertEqual(
            (card["readable"], card["writable"], card["in_charge"]),
            (False, False, self.user_sales_leads.name),
        )
        self.assertNotIn("hanna.bondar@x.example", str(values))
        self.assertNotIn("Doors", str(values))

    def test_card_that_may_not_be_changed(self):
        """Is read, but not proposed for a merge."""
        self.env["ir.rule"].create(
            {
                "name": "Customers of accounting",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.stepan.id})]",
                "perm_read": False,
            }
        )
        values = self._read(self.stepan_lead, self.user_sales_salesman)
        cards = {card["model"]: card for card in values["cards"]}
        self.assertTrue(cards["crm.lead"]["writable"])
        self.assertFalse(cards["res.partner"]["writable"])
        self.assertEqual(values["proposals"]["res.partner"]["survivor"], self.stepan.id)

    def test_queries_do_not_grow(self):
        """Eight cards cost as many queries as two."""

        def count(cards):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._as(self.user_leader).review_cards("crm.lead", cards.ids)
            return self.env.cr.sql_log_count - before

        leads = self.env["crm.lead"].union(
            *(
                self._own_lead(contact_name=f"Ганна Бондар {n}", phone="+380501112201")
                for n in range(8)
            )
        )
        count(leads)
        few = count(leads[:2])
        self.assertLessEqual(count(leads), few)


@tagged("post_install", "-at_install")
class TestReviewWalk(ReviewCommon):
    """From cluster to cluster."""

    def _walk(self, filters, user=None):
        clusters = self._as(user or self.user_leader)
        answer = clusters.review_start(filters)
        found, left = [], []
        while answer["cluster"]:
            found.append(clusters.browse(answer["cluster"]["id"]))
            left.append(answer["remaining"])
            answer = clusters.review_next(found[-1].id, filters)
        self.assertEqual(left, list(range(len(found), 0, -1)))
        return found

    def test_every_cluster_once(self):
        """In each order, and the number of those that are left is right."""
        ours = {self._cluster_of(self.hanna), self._cluster_of(self.stepan)}
        for order in ("certain", "newest", "largest", "nonsense"):
            found = self._walk({**ALL, "order": order})
            self.assertEqual(len(found), len(set(found)))
            self.assertLessEqual(ours, set(found))
        foreign = self.clusters.search(self._as(self.user_leader)._review_foreign_domain())
        ranks = [(c in foreign, c.tier, -c.probability) for c in self._walk(ALL)]
        self.assertEqual(ranks, sorted(ranks))

    def test_filters(self):
        hanna, stepan = self._cluster_of(self.hanna), self._cluster_of(self.stepan)
        self.assertIn(hanna, self._walk({**ALL, "kind": "lead"}))
        self.assertNotIn(stepan, self._walk({**ALL, "kind": "lead"}))
        self.assertIn(stepan, self._walk({**ALL, "team_id": self.team_desk.id}))
        self.assertFalse(self._walk({**ALL, "team_id": self.sales_team_1.id}))
        self.assertFalse(self._walk({**ALL, "min_probability": 1.1}))

    def test_what_one_cannot_decide_comes_last(self):
        """A cluster with somebody else's card waits behind those that the reader can merge."""
        self.anna.sudo().user_id = self.user_sales_manager
        hanna, stepan = self._cluster_of(self.hanna), self._cluster_of(self.stepan)
        self.assertGreater(hanna.probability, stepan.probability)
        found = self._walk(ALL, self.user_sales_salesman)
        self.assertLess(found.index(stepan), found.index(hanna))

    def test_put_aside(self):
        """Later: out of one's own walk, into the other list, and back by undo."""
        hanna = self._cluster_of(self.hanna)
        clusters = self._as(self.user_leader)
        answer = clusters.review_later(hanna.id)
        self.assertNotIn(hanna, self._walk(ALL))
        self.assertIn(hanna, self._walk({**ALL, "state": "skipped"}))
        self.assertIn(hanna, self._walk(ALL, self.user_sales_manager))
        clusters.review_undo(hanna.id, answer["undo"])
        self.assertIn(hanna, self._walk(ALL))

    def test_decided_elsewhere(self):
        """A cluster of which nothing is left is not shown, and done."""
        hanna = self._cluster_of(self.hanna)
        self.hanna.dedup_match_ids.action_dismiss()
        answer = self._as(self.user_leader).review_start({**ALL, "kind": "lead"})
        while answer["cluster"]:
            self.assertNotEqual(answer["cluster"]["id"], hanna.id)
            answer = self.clusters.review_next(answer["cluster"]["id"], {**ALL, "kind": "lead"})
        self.assertEqual(hanna.state, "done")

    def test_not_done_for_who_sees_little(self):
        """What a salesperson may not see of a cluster stays to be decided by others."""
        leads = self.hanna | self.anna
        leads.write({"user_id": self.user_sales_leads.id, "team_id": self.sales_team_1.id})
        hanna = self._cluster_of(self.hanna)
        hanna.member_ids[0].copy({"cluster_id": hanna.id, "lead_id": False,
                                  "partner_id": self.stepan.id})  # fmt: skip
        found = self._walk(ALL, self.user_sales_salesman)
        self.assertEqual(hanna.state, "open")
        self.assertIn(hanna, found)

    def test_other_company_sees_nothing(self):
        self.assertNotIn(self._cluster_of(self.hanna), self._walk(ALL, self.user_other_company))
        with self.assertRaises(AccessError):
            self._read(self.hanna, self.user_other_company)


@tagged("post_install", "-at_install")
class TestReviewIntegrator(ReviewCommon):
    """The hooks of readme/DEVELOP.md, extended as an add-on of somebody else would."""

    def _extend(self, stack, model, method, extension):
        owner = type(self.env[model])
        original = getattr(owner, method)

        def extended(records, *args):
            return extension(original, records, *args)

        stack.enter_context(patch.object(owner, method, extended))

    def test_shown_and_proposed(self):
        """A further field, a hidden one, another head, another survivor, another count."""
        self.hanna.referred = "By Stepan"
        self.anna.referred = "By nobody"
        with ExitStack() as stack:
            for method, extension in (
                ("_review_identity_fields", lambda f, card: [*f(card), ("by", "referred")]),
                ("_review_hidden_fields", lambda f, card: f(card) | {"expected_revenue"}),
                ("_review_head", lambda f, card: {**f(card), "type_label": "Wish"}),
                ("_review_rank", lambda _f, card: card == self.anna),
                ("_review_counted_links", lambda _f, _card: [("crm.identifier", "lead_id")]),
            ):
                self._extend(stack, "crm.lead", method, extension)
            values = self._read(self.hanna)
        self.assertEqual(
            self._row(values, "by")["cells"][self._key(self.hanna)]["text"], "By Stepan"
        )
        self.assertNotIn("expected_revenue", {row["id"] for row in values["rows"]})
        self.assertEqual({card["type_label"] for card in values["cards"]}, {"Wish"})
        self.assertEqual(values["proposals"]["crm.lead"]["survivor"], self.anna.id)
        counted = {count["name"] for card in values["cards"] for count in card["counts"]}
        self.assertIn("crm.identifier", counted)

    def test_filtered(self):
        """Only the clusters that the outsider asks for."""

        def domain(original, clusters, filters):
            return original(clusters, filters) & Domain("kind", "=", "mixed")

        with ExitStack() as stack:
            self._extend(stack, "crm.dedup.cluster", "_review_domain", domain)
            answer = self._as(self.user_leader).review_start(ALL)
        self.assertEqual(answer["cluster"]["kind"], "mixed")
