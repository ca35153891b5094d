# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common_assignment import NOON, AssignmentCommon


@tagged("post_install", "-at_install")
class TestAssignmentRules(AssignmentCommon):
    """Rules: the first that fits and has somebody to take the lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._create_scheme("rules", people=())
        cls.wholesale = cls._create_rule("[('priority', '=', '3')]", cls.ann)
        cls.rest = cls._create_rule("[]", cls.bob | cls.cid)

    @classmethod
    def _create_rule(cls, domain, people, **values):
        return cls.env["crm.assignment.rule"].create(
            {
                "scheme_id": cls.scheme.id,
                "name": f"Rule {next(cls.numbers)}",
                "sequence": next(cls.numbers),
                "domain": domain,
                "seat_ids": [(0, 0, {"user_id": user.id}) for user in people],
                **values,
            }
        )

    def test_first_fitting_rule(self):
        """One person for large ones, a group in turns for the others."""
        large = self._create_leads(2, priority="3")
        small = self._create_leads(4)
        self._assign()
        self.assertEqual(large.user_id, self.ann)
        self.assertEqual(self._loads(small), {self.bob: 2, self.cid: 2})

    def test_next_rule_when_nobody_is_there(self):
        """Somebody of the next rule takes it while the first has nobody."""
        self.ann.out_of_office_from = NOON - timedelta(1)
        lead = self._create_leads(priority="3")
        self._assign()
        self.assertIn(lead.user_id, self.bob | self.cid)

    def test_no_rule_fits(self):
        """The leader gets it, with the reason."""
        self.rest.unlink()
        lead = self._create_leads()
        self._assign()
        self.assertEqual((lead.assignment_state, lead.assignment_reason), ("hand", "no_rule"))

    def test_turns_of_rules_are_their_own(self):
        """Who sits in two rules has a turn in each; the turns are remembered in each."""
        for user in (self.bob, self.cid):
            self.wholesale.seat_ids = [(0, 0, {"user_id": user.id})]
        large = self._create_leads(3, priority="3")
        self._assign()
        self.assertEqual(large.user_id, self.people)
        left = {seat.credit for seat in self.wholesale.seat_ids}
        self._create_leads(2)
        self._assign()
        self.assertEqual({seat.credit for seat in self.wholesale.seat_ids}, left)

    def test_a_broken_condition(self):
        """It is refused when written; one that breaks later is shown and fits nothing."""
        with self.assertRaises(ValidationError):
            self.rest.domain = "[('no_such_field', '=', 1)]"
        with self.assertRaises(ValidationError):
            self.rest.domain = "[('name', '=', __import__('os'))]"
        self.env.cr.execute(
            "UPDATE crm_assignment_rule SET domain = %s WHERE id = %s",
            ("[('gone', '=', 1)]", self.wholesale.id),
        )
        self.wholesale.invalidate_recordset(["domain"])
        lead = self._create_leads(priority="3")
        self._assign()
        self.assertIn("gone", self.wholesale.error)
        self.assertIn(lead.user_id, self.bob | self.cid)
        self.wholesale.domain = "[('priority', '=', '2')]"
        self.assertFalse(self.wholesale.error)

    def test_a_person_of_another_company(self):
        """A lead of a company goes only to who works there; the batch does not break."""
        other = self.env["res.company"].create({"name": "Other"})
        self.team.company_id = False
        self.cid.write({"company_ids": [(4, other.id)]})
        leads = self._create_leads(2, company_id=other.id)
        own = self._create_leads(2)
        self._assign()
        self.assertEqual(leads.user_id, self.cid)
        self.assertTrue(all(lead.user_id for lead in own))

    def test_form_begins_with_the_members(self):
        """A new scheme proposes the members of its team."""
        team = self.env["crm.team"].create({"name": "Second"})
        self.env["crm.team.member"].create({"crm_team_id": team.id, "user_id": self.ann.id})
        with Form(self.env["crm.assignment.scheme"]) as form:
            form.team_id = team
        self.assertEqual(form.record.seat_ids.user_id, self.ann)
