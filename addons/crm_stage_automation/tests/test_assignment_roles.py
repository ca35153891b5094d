# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

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
