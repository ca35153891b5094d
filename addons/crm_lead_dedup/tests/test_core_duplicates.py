# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random

from odoo.tests import Form, tagged

from odoo.addons.crm.models.crm_lead import CrmLead as CoreLead

from .desk import DeskCommon

FIELDS = ("duplicate_lead_ids", "duplicate_lead_count")


@tagged("post_install", "-at_install")
class TestCoreDuplicates(DeskCommon):
    """Core's similar leads keep core's meaning; only the number of queries is ours."""

    def _ours(self, leads):
        """``{id: (ids in order, count)}`` as read through the fields."""
        leads.invalidate_recordset(FIELDS)
        return {lead.id: (lead.duplicate_lead_ids.ids, lead.duplicate_lead_count) for lead in leads}

    def _core(self, leads):
        """The same, computed by core's own method."""
        leads = leads.sudo()
        leads.invalidate_recordset(FIELDS)
        with self.env.protecting([leads._fields[name] for name in FIELDS], leads):
            CoreLead._compute_potential_lead_duplicates(leads)
        return {lead.id: (lead.duplicate_lead_ids.ids, lead.duplicate_lead_count) for lead in leads}

    def _assert_as_core(self, leads):
        ours, core = self._ours(leads), self._core(leads)
        for lead in leads:
            self.assertEqual(ours[lead.id], core[lead.id], lead.name)
        return ours

    def _family(self):
        """A group, its subsidiary (a company too), people of both, one of them archived."""
        group = self._create_partner(name="Group", is_company=True)
        subsidiary = self._create_partner(name="Sub", is_company=True, parent_id=group.id)
        people = [
            self._create_partner(name=f"Person {n}", parent_id=parent.id)
            for n, parent in enumerate((group, group, subsidiary, subsidiary))
        ]
        people[1].active = False
        return [group, subsidiary, *people, self._create_partner(name="Alone")]

    def test_random_base(self):
        """160 leads with few domains, phones and customers: every lead as core has it."""
        choose = random.Random(19)
        partners = [False] * 6 + [partner.id for partner in self._family()]
        domains = ["north.example", "south.example", "east.example", "gmail.com", "many.example"]
        leads = self.env["crm.lead"].create([
            {
                "name": f"Random {n}",
                "type": choose.choice(["lead", "opportunity"]),
                "partner_id": choose.choice(partners),
                "email_from": choose.choice(
                    [False, f"p{n % 5}@{choose.choice(domains)}", f"p{n}@many.example"]
                ),
                "phone": choose.choice([False, f"+3805012345{n % 40:02}"]),
                "priority": choose.choice("0123"),
                "company_id": choose.choice([self.company.id, self.other_company.id, False]),
                "user_id": False,
                "team_id": False,
            }
            for n in range(160)
        ])  # fmt: skip
        leads[::7].active = False
        leads[5::11].action_set_lost()
        found = self._assert_as_core(leads)
        counts = [count for _ids, count in found.values()]
        self.assertIn(0, counts)
        self.assertGreater(max(counts), 21, "families are not limited")

    def test_too_many_say_nothing(self):
        """20 others count, 21 do not; the same for a domain and for a phone."""
        for values in ({"phone": "+380501112233"}, {"email_from": "x@crowd.example"}):
            leads = self.env["crm.lead"].create(
                [{"name": f"Crowd {n}", **values} for n in range(21)]
            )
            found = self._assert_as_core(leads)
            self.assertEqual({count for _ids, count in found.values()}, {20})
            leads |= self._create_lead(**values)
            found = self._assert_as_core(leads)
            self.assertEqual({count for _ids, count in found.values()}, {0})

    def test_free_mail_by_address(self):
        """Of a free mail domain the whole address counts, as in core."""
        leads = self.env["crm.lead"].create(
            [{"name": n, "email_from": f"{n}@gmail.com"} for n in ("ann", "bob", "ann")]
        )
        found = self._assert_as_core(leads)
        self.assertEqual([count for _ids, count in found.values()], [1, 0, 1])

    def test_typed_but_not_saved(self):
        """A form that is being filled in counts as well, before and after saving."""
        lead = self._create_lead(phone="+380501112233")
        with Form(self.env["crm.lead"]) as form:
            form.name = "Typed"
            form.phone = "+380 50 111 22 33"
            self.assertEqual(form.duplicate_lead_count, 1)
        self.assertEqual(form.record.duplicate_lead_ids, lead + form.record)

    def test_follows_changes_in_the_transaction(self):
        """What was written a moment ago and not flushed is seen."""
        leads = self.env["crm.lead"].create([{"name": "a"}, {"name": "b"}])
        self.assertEqual(leads[0].duplicate_lead_count, 0)
        leads.write({"email_from": "sales@firm.example"})
        self.assertEqual(leads[0].duplicate_lead_ids, leads)

    def test_counted_for_everybody(self):
        """A salesperson sees how many there are, also those he may not read: core's intention."""
        mine = self._create_lead(phone="+380501112233", user_id=self.user_sales_salesman.id)
        theirs = self._create_lead(phone="+380501112233", company_id=self.other_company.id,
                                   team_id=False, user_id=False)  # fmt: skip
        seen = mine.with_user(self.user_sales_salesman)
        self.assertEqual(seen.duplicate_lead_count, 1)
        self.assertEqual(seen.duplicate_lead_ids.ids, [theirs.id, mine.id])
        self.assertFalse(theirs.with_user(self.user_sales_salesman).has_access("read"))

    def test_queries_do_not_grow(self):
        """A list of 80 takes as many queries as one of 8."""
        family = self._family()
        leads = self.env["crm.lead"].create([
            {
                "name": f"Lead {n}",
                "phone": f"+3805012345{n:02}",
                "email_from": f"p@firm{n}.example",
                "partner_id": family[n % 7].id if n % 2 else False,
            }
            for n in range(80)
        ])  # fmt: skip
        counts = []
        for some in (leads[:8], leads):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(["duplicate_lead_count"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 6)
