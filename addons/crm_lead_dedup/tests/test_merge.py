# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .merging import MergeCommon


class TestMerge(MergeCommon):
    """Leads become one: values, what belongs to them, and how the others are put away."""

    def test_lead_and_back(self):
        """Two leads become one with all that belongs to them, and two again."""
        keep = self._create_lead(name="Keep", phone="+380501234567", email_from="a@x.example")
        gone = self._create_lead(
            name="Gone",
            phone="+380507654321",
            email_from="b@x.example",
            website="https://x.example",
        )
        gone.message_post(body="Hello")
        gone.activity_schedule("mail.mail_activity_data_todo", user_id=self.env.uid)
        gone.tag_ids = self.env["crm.tag"].create({"name": "T"})
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(gone.merged_into_id, keep)
        self.assertFalse(gone.active)
        self.assertEqual(keep.website, "https://x.example")
        self.assertEqual(keep.tag_ids.name, "T")
        self.assertEqual(len(keep.activity_ids), 1)
        self.assertIn("b@x.example", keep.identifier_ids.mapped("value"))
        self.assertEqual(keep.email_from, "a@x.example")
        merge.action_undo()
        self.assertEqual(merge.state, "undone")
        self.assertSameDump(before, self._dump())

    def test_values_by_core_rules(self):
        """First value found, texts joined, tags united, an opportunity beats a lead."""
        tags = self.env["crm.tag"].create([{"name": "T1"}, {"name": "T2"}])
        keep = self._create_lead(
            type="lead", description="<p>one</p>", tag_ids=[Command.link(tags[0].id)]
        )
        gone = self._create_lead(
            description="<p>two</p>",
            tag_ids=[Command.link(tags[1].id)],
            expected_revenue=500,
            city="Lviv",
        )
        stage, team = keep.stage_id, keep.team_id
        self._merge(keep, gone)
        self.assertEqual(keep.type, "opportunity")
        self.assertIn("one", keep.description)
        self.assertIn("two", keep.description)
        self.assertEqual(keep.tag_ids, tags)
        self.assertEqual(keep.expected_revenue, 500)
        self.assertEqual(keep.city, "Lviv")
        self.assertEqual((keep.stage_id, keep.team_id), (stage, team))

    def test_choices(self):
        """What somebody chose goes before every rule; False leaves a field empty."""
        keep = self._create_lead(contact_name="Old", phone="+380501234567", referred="X")
        gone = self._create_lead(contact_name="New", phone="+380507654321")
        merge = self._merge(keep, gone, contact_name=gone.id, phone=gone.id, referred=False)
        self.assertEqual(keep.contact_name, "New")
        self.assertEqual(keep.phone, "+380507654321")
        self.assertFalse(keep.referred)
        phones = keep.identifier_ids.filtered(lambda row: row.kind == "phone")
        self.assertEqual(
            dict(zip(phones.mapped("key"), phones.mapped("origin"), strict=True)),
            {"+380507654321": "card", "+380501234567": "request"},
        )
        self.assertEqual(merge.choices["phone"], gone.id)

    def test_wrong_choices_are_refused(self):
        """A field nobody may choose, a card of somewhere else."""
        keep, gone, other = (self._create_lead() for _number in range(3))
        for choices in ({"stage_id": gone.id}, {"nonsense": gone.id}, {"phone": other.id}):
            with self.subTest(choices=choices), self.assertRaises(UserError):
                self._merge(keep, gone, **choices)

    def test_customer_stays_untouched(self):
        """A lead that gets a customer by a merge keeps its own values, and the customer his."""
        customer = self._create_partner(email="c@x.example", phone="+380440000001")
        keep = self._create_lead(email_from="own@x.example", phone="+380501234567", city="Kyiv")
        gone = self._create_lead(partner_id=customer.id)
        self._merge(keep, gone)
        self.assertEqual(keep.partner_id, customer)
        self.assertEqual(keep.email_from, "own@x.example")
        self.assertEqual(keep.phone, "+380501234567")
        self.assertEqual(keep.city, "Kyiv")
        self.assertEqual(customer.email, "c@x.example")
        self.assertEqual(customer.phone, "+380440000001")
        self.assertIn("c@x.example", keep.identifier_ids.mapped("value"))

    def test_chosen_email_does_not_reach_the_customer(self):
        """Choosing another lead's e-mail never rewrites the customer's, by which he logs in."""
        customer = self._create_partner(email="c@x.example")
        keep = self._create_lead(partner_id=customer.id)
        gone = self._create_lead(email_from="other@x.example")
        self._merge(keep, gone, email_from=gone.id)
        self.assertEqual(keep.email_from, "other@x.example")
        self.assertEqual(customer.email, "c@x.example")

    def test_many_at_once(self):
        """Core stops at five; here a dozen become one, and a dozen again."""
        keep, *others = (
            self._create_lead(email_from=f"{number}@x.example") for number in range(12)
        )
        before = self._dump()
        merge = self._merge(keep, self.env["crm.lead"].concat(*others))
        self.assertEqual(len(keep.merge_ids), 11)
        self.assertEqual(len(keep.identifier_ids), 12)
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_conflicting_rows_stay(self):
        """Two followers, two links to one tag: the survivor's stays, the other is not deleted."""
        keep, gone = self._create_lead(), self._create_lead()
        partner = self._create_partner()
        other = self._create_partner()
        keep.message_subscribe(partner.ids)
        gone.message_subscribe((partner | other).ids)
        follower = gone.message_follower_ids.filtered(lambda row: row.partner_id == partner)
        self._merge(keep, gone)
        self.assertTrue(follower.exists())
        self.assertEqual(follower.res_id, gone.id)
        self.assertLessEqual({*partner.ids, *other.ids}, {*keep.message_partner_ids.ids})

    def test_put_away_quietly(self):
        """The merged lead keeps its dates and its status; nobody unarchives it by hand."""
        keep, gone = self._create_lead(), self._create_lead(probability=0)
        gone.flush_recordset()
        before = gone.read(["write_date", "date_closed", "won_status", "probability"])
        self._merge(keep, gone)
        self.assertEqual(
            gone.read(["write_date", "date_closed", "won_status", "probability"]), before
        )
        with self.assertRaises(RedirectWarning):
            gone.action_unarchive()

    def test_chain(self):
        """A merged card stands for its survivor, through any number of merges."""
        first, second, third, fourth = (self._create_lead() for _number in range(4))
        self._merge(second, first)
        self._merge(third, second)
        self.assertEqual((first | second)._merged_survivor(), third)
        merge = self._merge(fourth, first)
        self.assertEqual(third.merged_into_id, fourth)
        self.assertEqual(merge.source_lead_ids, third)
        self.assertEqual(first._merged_survivor(), fourth)

    def test_merged_already(self):
        """Who comes second gets the merge that was first, and nothing happens twice."""
        keep, gone = self._create_lead(), self._create_lead()
        merge = self._merge(keep, gone)
        self.assertEqual(self._merge(keep, gone), merge)
        self.assertEqual(self._merge(gone, keep), self.env["crm.dedup.merge"])

    def test_one_card_is_not_enough(self):
        """Nothing is merged with itself, nor a lead with a customer."""
        keep = self._create_lead()
        for others in (keep, self.env["crm.lead"], self._create_partner()):
            with self.subTest(others=others), self.assertRaises(UserError):
                self._merge(keep, others)

    def test_companies_stay_apart(self):
        """Cards of two companies are never one."""
        other = self.env["res.company"].create({"name": "Other"})
        keep = self._create_lead()
        gone = self._create_lead(company_id=other.id, team_id=False, user_id=False)
        with self.assertRaisesRegex(UserError, "different companies"):
            self._merge(keep, gone)

    def test_preview(self):
        """What differs, what is proposed, what moves, and why it is refused."""
        keep = self._create_lead(phone="12", city="Kyiv", website="https://x.example")
        gone = self._create_lead(phone="+380507654321", city="Lviv", website="https://x.example")
        gone.message_post(body="Hello")
        preview = self.env["crm.dedup.engine"].preview_merge(keep, gone)
        fields = {field["name"]: field for field in preview["fields"]}
        self.assertEqual(fields["phone"]["proposed"], gone.id, "a number that can be read")
        self.assertEqual(fields["city"]["proposed"], keep.id)
        self.assertEqual(fields["city"]["values"], {keep.id: "Kyiv", gone.id: "Lviv"})
        self.assertNotIn("website", fields)
        self.assertIn("Message", [row["label"] for row in preview["moves"]])
        self.assertEqual(preview["blockers"], [])
        self.assertTrue(gone.active, "nothing happened")

    def test_deleting_the_survivor(self):
        """The cards merged into it go with it: they were nobody else."""
        keep, gone = self._create_lead(), self._create_lead()
        self._merge(keep, gone)
        keep.unlink()
        self.assertFalse(gone.exists())

    def test_properties(self):
        """Properties that the survivor leaves empty are filled, by the same definition."""
        self.sales_team_1.lead_properties_definition = [
            {"name": "size", "type": "char", "string": "Size"},
            {"name": "color", "type": "char", "string": "Color"},
        ]
        keep = self._create_lead(lead_properties={"size": "L"})
        gone = self._create_lead(lead_properties={"size": "S", "color": "red"})
        before = self._dump()
        merge = self._merge(keep, gone)
        values = {row["name"]: row.get("value") for row in keep.read()[0]["lead_properties"]}
        self.assertEqual(values, {"size": "L", "color": "red"})
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_decisions_go_along(self):
        """Who is not the merged lead is not the survivor, either; undone, it is as before."""
        keep, gone, third = (self._create_lead(contact_name=f"P{n}") for n in range(3))
        self.env["crm.dedup.match"]._remember(gone, third, "dismissed")
        before = self._dump()
        merge = self._merge(keep, gone)
        match = self.env["crm.dedup.match"]._of_pair(keep, third)
        self.assertEqual(match.state, "dismissed")
        self.assertEqual(match.decided_by_id, self.env.user)
        merge.action_undo()
        self.assertSameDump(before, self._dump())
