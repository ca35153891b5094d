# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common_gates import GatesCommon

MUTED = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestStageRoles(GatesCommon):
    """Who may read and write what stages need and what was ticked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = mail_new_test_user(cls.env, login="employee", groups="base.group_user")
        company = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.stranger = mail_new_test_user(
            cls.env,
            login="stranger",
            groups="sales_team.group_sale_manager",
            company_id=company.id,
            company_ids=company.ids,
        )
        salesman = cls.user_sales_salesman
        cls.leads = {
            "own": cls._create_lead(user_id=salesman.id),
            "free": cls._create_lead(user_id=False),
            "far": cls._create_lead(),
            "lost": cls._create_lead(user_id=salesman.id, active=False),
        }
        cls.ticks = {
            name: cls.env["crm.stage.tick"].create(
                {"lead_id": lead.id, "requirement_id": cls.budget.id}
            )
            for name, lead in cls.leads.items()
        }

    def test_ticks_as_their_deals(self):
        """A tick is read by whoever may read the deal, also of a lost one."""
        every = {"own", "free", "far", "lost"}
        expected = {
            self.user_sales_salesman: {"own", "free", "lost"},
            self.person: every,
            self.manager: every,
            self.stranger: set(),
        }
        all_ids = [tick.id for tick in self.ticks.values()]
        for user, names in expected.items():
            with self.subTest(user=user.login):
                found = self.env["crm.stage.tick"].with_user(user).search([("id", "in", all_ids)])
                self.assertEqual(
                    {name for name, tick in self.ticks.items() if tick.id in found.ids}, names
                )

    @mute_logger(*MUTED)
    def test_ticks_are_made_by_ticking(self):
        """Nobody writes another name or time under a tick, or a tick for somebody else."""
        tick = self.ticks["own"].with_user(self.manager)
        for call in (
            lambda: tick.write({"user_id": self.person.id}),
            tick.unlink,
            lambda: tick.create({"lead_id": self.deal.id, "requirement_id": self.budget.id}),
        ):
            with self.assertRaises(AccessError):
                call()

    @mute_logger(*MUTED)
    def test_requirements(self):
        """Managers say what is needed, salespeople read it, others see nothing of it."""
        self.budget.with_user(self.manager).name = "Renamed"
        self.proposition.with_user(self.manager).script = "<p>Hello</p>"
        for user in (self.user_sales_salesman, self.person):
            self.budget.with_user(user).check_access("read")
            for record, name in ((self.budget, "name"), (self.proposition, "script")):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({name: "Taken"})
        for record in (self.budget, self.ticks["free"]):
            with self.assertRaises(AccessError):
                record.with_user(self.employee).check_access("read")
