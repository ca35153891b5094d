# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common_assignment import AssignmentCommon


@tagged("post_install", "-at_install")
class TestAssignmentRoles(AssignmentCommon):
    """Managers say how leads are assigned, salespeople see it, others do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._create_scheme("rules", people=())
        cls.rule = cls.env["crm.assignment.rule"].create(
            {
                "scheme_id": cls.scheme.id,
                "name": "All",
                "seat_ids": [(0, 0, {"user_id": cls.ann.id})],
            }
        )
        cls.records = (cls.scheme, cls.rule, cls.rule.seat_ids)

    def _may(self, user):
        """What somebody may do with the records of each model, as letters of crud."""
        operations = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
        return {
            "".join(
                letter
                for letter, operation in operations.items()
                if records.with_user(user).has_access(operation)
            )
            for records in self.records
        }

    def test_roles(self):
        """One line per role."""
        clerk = self._create_user("clerk", "base.group_user")
        portal = self._create_user("portal", "base.group_portal")
        for user, rights in (
            (self.leader, "crud"),
            (self.user_sales_leads, "r"),
            (self.ann, "r"),
            (clerk, ""),
            (portal, ""),
        ):
            self.assertEqual(self._may(user), {rights}, user.name)

    def _leads_elsewhere(self):
        """A salesperson who leads another team, whose way of assignment he may edit."""
        lea = self._create_user("lea")
        other = self.env["crm.team"].create({"name": "Other", "user_id": lea.id})
        scheme = self.env["crm.assignment.scheme"].with_user(lea).create({"team_id": other.id})
        return lea, scheme

    def test_leader_without_managers_rights(self):
        """Who leads a team says how its leads are assigned: people, rules, method."""
        lea, scheme = self._leads_elsewhere()
        with Form(scheme) as form:
            form.method = "rules"
        rule = (
            self.env["crm.assignment.rule"]
            .with_user(lea)
            .create(
                {"scheme_id": scheme.id, "name": "All", "seat_ids": [(0, 0, {"user_id": lea.id})]}
            )
        )
        rule.domain = "[('priority', '=', '3')]"
        rule.seat_ids = [(0, 0, {"user_id": self.ann.id, "max_open": 3})]
        rule.seat_ids.filtered(lambda seat: seat.user_id == lea).unlink()
        lead = self._create_leads(team_id=scheme.team_id.id, priority="3")
        self._assign()
        self.assertEqual(lead.user_id, self.ann)
        scheme.action_queue_userless()
        rule.unlink()
        with self.assertRaises(AccessError):
            scheme.unlink()

    def test_leader_of_another_team(self):
        """He changes nothing of a team that he does not lead, and moves nothing there."""
        lea, scheme = self._leads_elsewhere()
        self.assertEqual(self._may(lea), {"r"})
        rule = (
            self.env["crm.assignment.rule"]
            .with_user(lea)
            .create({"scheme_id": scheme.id, "name": "Own"})
        )
        seat = (
            self.env["crm.assignment.seat"]
            .with_user(lea)
            .create({"scheme_id": scheme.id, "user_id": lea.id})
        )
        third = self.env["crm.team"].create({"name": "Third"})
        for call in (
            lambda: scheme.browse().create({"team_id": third.id}),
            lambda: scheme.write({"team_id": third.id}),
            lambda: rule.write({"scheme_id": self.scheme.id}),
            lambda: seat.write({"scheme_id": self.scheme.id}),
            lambda: seat.create({"rule_id": self.rule.id, "user_id": lea.id}),
            lambda: self.rule.with_user(lea).write({"seat_ids": [(0, 0, {"user_id": lea.id})]}),
            lambda: self.scheme.with_user(lea).action_queue_userless(),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                call()
        for values in (
            {"rule_id": self.rule.id, "scheme_id": scheme.id, "user_id": lea.id},
            {"rule_id": self.rule.id, "scheme_id": scheme.id, "user_id": self.ann.id},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                seat.create(values)
        # Who leads the team no more says no more how it is done there.
        scheme.sudo().team_id.user_id = self.ann
        with self.assertRaises(AccessError):
            scheme.write({"method": "claim"})

    def test_conditions_see_what_their_author_sees(self):
        """A condition on what a leader may not read is refused when he writes it."""
        lea, scheme = self._leads_elsewhere()
        rules = self.env["crm.assignment.rule"].with_user(lea)
        self.patch(self.env["crm.lead"]._fields["referred"], "groups", "base.group_system")
        for domain, error in (
            ("[('referred', 'like', 'a')]", AccessError),
            ("[('id', '=', __import__('os').getpid())]", ValidationError),
        ):
            with self.assertRaises(error), self.cr.savepoint():
                rules.create({"scheme_id": scheme.id, "name": "x", "domain": domain})

    def test_companies(self):
        """The ways of another company's teams are not seen."""
        self.team.crm_team_member_ids.unlink()
        self.team.user_id = False
        self.team.company_id = self.env["res.company"].create({"name": "Other"})
        for records in self.records:
            self.assertFalse(records.with_user(self.leader).search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                records.with_user(self.leader).unlink()

    def test_older_leads_are_the_managers(self):
        """The button that lets old leads be assigned is not for salespeople."""
        with self.assertRaises(AccessError):
            self.scheme.with_user(self.ann).action_queue_userless()

    def test_portal_users_get_no_leads(self):
        """A seat is for colleagues."""
        portal = self._create_user("portal", "base.group_portal")
        with self.assertRaises(ValidationError):
            self.rule.seat_ids = [(0, 0, {"user_id": portal.id})]
