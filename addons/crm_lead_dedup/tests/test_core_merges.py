# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .merging import MergeCommon


@tagged("post_install", "-at_install")
class TestCoreMerges(MergeCommon):
    """Core's own ways to merge go on working, are on record, and leave our tables right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._create_lead(name="Head", probability=50, email_from="a@pumps.example")
        cls.tail = cls._create_lead(name="Tail", probability=10, email_from="b@pumps.example")
        cls.other = cls._create_lead(name="Other")
        cls.newest = max(cls.env["crm.dedup.match"].search([]).ids, default=0)
        cls.first = cls._create_partner(name="First", email="same@pumps.example")
        cls.second = cls._create_partner(
            name="Second", email="same@pumps.example", phone="+380501110004"
        )

    def _match(self, left, right, state):
        sides = {}
        for side, card in (("left", left), ("right", right)):
            link = "lead_id" if card._name == "crm.lead" else "partner_id"
            sides |= {f"{side}_model": card._name, f"{side}_id": card.id,
                      f"{side}_{link}": card.id}  # fmt: skip
        values = {**sides, "tier": "review", "relation": "duplicate", "state": state}
        return self.env["crm.dedup.match"].sudo().create(values)

    def _matches(self, *domain):
        """Matches of this test; those of the demo data are older."""
        return self.env["crm.dedup.match"].search([("id", ">", self.newest), *domain])

    def _record(self, survivor):
        return self.env["crm.dedup.merge"].search(
            [("res_model", "=", survivor._name), ("res_id", "=", survivor.id),
             ("kind", "=", "core")]
        )  # fmt: skip

    def _partner_wizard(self, survivor, others):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((survivor | others).ids, survivor)

    def test_merge_opportunity_is_on_record(self):
        """The journal holds the lead that is gone; undoing is refused."""
        tail_id = self.tail.id
        survivor = (self.head | self.tail).merge_opportunity()
        self.assertEqual(survivor, self.head)
        record = self._record(self.head)
        self.assertEqual((record.origin, record.is_undoable), ("merge_opportunity", False))
        self.assertEqual((record.source_count, record.company_id), (1, self.company))
        [change] = record.change_ids
        self.assertEqual((change.table_name, change.operation), ("crm_lead", "delete"))
        self.assertEqual((change.old["id"], change.old["name"]), (tail_id, "Tail"))
        with self.assertRaises(UserError):
            record.action_undo()

    def test_conversion_is_on_record(self):
        """The convert wizard merges as core's tests demand; its button leads to ours."""
        self.tail.type = "lead"
        self.tail.email_from = self.head.email_from
        context = {"active_model": "crm.lead", "active_ids": self.tail.ids,
                   "active_id": self.tail.id}  # fmt: skip
        wizard = self.env["crm.lead2opportunity.partner"].with_context(**context).create({})
        self.assertEqual(wizard.name, "merge")
        action = wizard.action_dedup_merge()
        self.assertEqual(action["tag"], "crm_lead_dedup.review")
        self.assertEqual(set(action["params"]["ids"]), {self.head.id, self.tail.id})
        wizard.action_apply()
        self.assertTrue(self._record(self.head))

    def test_assignment_is_on_record(self):
        """Leads that the assignment joins are found in the list of merges."""
        leads = self.head | self.tail
        leads.write({"email_from": "same@else.example", "user_id": False, "team_id": False})
        self.sales_team_1._action_assign_leads()
        merged = self.env["crm.dedup.merge"].search([("kind", "=", "core")])
        self.assertEqual(len(leads.exists()), 1)
        self.assertEqual(merged.lead_id, leads.exists())

    def test_earlier_merge_of_ours_is_kept(self):
        """What was merged into a lead that core deletes now stands under core's survivor."""
        source = self._create_lead(name="Source", phone="+380501110005")
        ours = self._merge(self.tail, source)
        (self.head | self.tail).merge_opportunity()
        self.assertTrue(source.exists())
        self.assertEqual(source.merged_into_id, self.head)
        self.assertEqual((ours.lead_id, ours.is_undoable), (self.head, False))

    def test_decisions_are_carried_over(self):
        """Not the same as the deleted one: not the same as the one that stays."""
        self._match(self.tail, self.other, "dismissed")
        self._match(self.tail, self.second, "candidate")
        self._match(self.head, self.tail, "confirmed")
        (self.head | self.tail).merge_opportunity()
        match = self._matches()
        self.assertEqual((match.left_id, match.right_id), (self.head.id, self.other.id))
        self.assertEqual((match.left_lead_id, match.state), (self.head, "dismissed"))

    def test_decision_of_two(self):
        """Both were told apart from a third: one row is left, in the right order."""
        self._match(self.head, self.other, "dismissed")
        self._match(self.tail, self.other, "dismissed")
        first = self._match(self.other, self.second, "dismissed")
        (self.head | self.tail).merge_opportunity()
        self.assertEqual(len(self._matches() - first), 1)
        self._partner_wizard(self.first, self.second)
        match = self._matches(("right_model", "=", "res.partner"))
        self.assertEqual((match.left_id, match.right_id), (self.other.id, self.first.id))
        self.assertEqual(match.right_partner_id, self.first)

    def test_partner_wizard(self):
        """On record; the second phone is kept; profiles, proposals and decisions stay right."""
        employer = self._create_partner(
            name="Pumps", is_company=True, website="https://pumps.example"
        )
        rows = self.env["crm.dedup.employment"]._propose(employer)
        self.assertEqual(rows.person_id, self.first | self.second)
        rows.action_dismiss()
        self.first.phone = "+380501110009"
        ours = self._merge(self.second, self._create_partner(name="Third"))
        self._partner_wizard(self.first, self.second)
        self.assertFalse(self.second.exists())
        record = self._record(self.first)
        self.assertEqual((record.origin, record.is_undoable), ("partner wizard", False))
        self.assertEqual(record.change_ids.old["name"], "Second")
        keys = self.first.identifier_ids.mapped("key")
        self.assertIn("+380501110004", keys)
        self.assertEqual(len(keys), len(set(keys)), "each once")
        self.assertEqual(rows.exists().person_id, self.first)
        self.assertFalse(self.env["crm.dedup.engine"].works_at(employer)[employer])
        self.assertEqual(len(ours.source_partner_ids.exists()), 1)
        self.assertEqual(ours.source_partner_ids.merged_into_id, self.first)
        found = self.env["crm.dedup.engine"].check_values(
            "res.partner", [{"name": "First", "phone": "050 111 00 04"}]
        )
        self.assertIn(self.first.id, [match["id"] for match in found[0]])

    def test_lists_lead_to_ours(self):
        """The Merge of lists opens our comparison; core's is not offered."""
        for cards, core, ours in (
            (self.head | self.tail, "crm.action_merge_opportunities", "action_merge_leads"),
            (self.first | self.second, "base.action_partner_merge", "action_merge_partners"),
        ):
            with self.subTest(model=cards._name):
                bound = self.env["ir.actions.actions"].get_bindings(cards._name)["action"]
                ids = [action["id"] for action in bound]
                self.assertNotIn(self.env.ref(core).id, ids)
                action = self.env.ref(f"crm_lead_dedup.{ours}")
                self.assertIn(action.id, ids)
                opened = action.with_context(
                    active_model=cards._name, active_ids=cards.ids, active_id=cards[0].id
                ).run()
                self.assertEqual(opened["tag"], "crm_lead_dedup.review")
                self.assertEqual(opened["params"], {"model": cards._name, "ids": cards.ids})

    def test_core_dialog_still_works(self):
        """Who opens core's dialog by another way gets core's merge."""
        context = {"active_model": "crm.lead", "active_ids": (self.head | self.tail).ids}
        with Form(self.env["crm.merge.opportunity"].with_context(**context)) as form:
            wizard = form.save()
        wizard.action_merge()
        self.assertFalse(self.tail.exists())
        self.assertTrue(self._record(self.head))
