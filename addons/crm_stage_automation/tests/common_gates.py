# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import PlaybookCommon


class GatesCommon(PlaybookCommon):
    """A pipeline whose third stage asks for a ticked item.

    ::

        New (1) ── Generic stage (3) ── Proposition (5) ── Generic Won (30) ── Won (70)
                                          └─ "The budget is known"

    The person is user_sales_leads, a salesperson who sees all deals; the deals are his.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person, cls.manager = cls.user_sales_leads, cls.user_sales_manager
        cls.env["crm.stage.requirement"].search([("id", "!=", False)]).unlink()
        cls.new, cls.generic, cls.proposition = (
            cls.stage_team1_1,
            cls.stage_gen_1,
            cls.stage_team1_2,
        )
        cls.budget = cls._require("The budget is known")
        cls.deal = cls._deal(name="Acme")
        cls.call_type = cls.env.ref("mail.mail_activity_data_call")

    @classmethod
    def _require(cls, name=False, stage=None, **values):
        """A requirement of a stage, of the third one by default."""
        return cls.env["crm.stage.requirement"].create(
            {"stage_id": (stage or cls.proposition).id, "name": name, **values}
        )

    @classmethod
    def _deal(cls, **values):
        """A deal of the person in the first stage, as he sees it."""
        return cls._create_lead(**values).with_user(cls.person)

    @classmethod
    def _create_leader(cls):
        """The leader of the team, who is no manager."""
        leader = mail_new_test_user(
            cls.env, login="leader", groups="sales_team.group_sale_salesman_all_leads"
        )
        cls.sales_team_1.user_id = leader
        return leader

    def _tick(self, deal, requirement=None):
        return deal.tick_requirement((requirement or self.budget).id, True)

    def _activity(self, deal, activity_type=None, *, is_done=True):
        """An activity of the deal."""
        activity = deal.activity_schedule(
            activity_type_id=(activity_type or self.call_type).id,
            user_id=self.person.id,
            date_deadline=fields.Date.today(),
        )
        if is_done:
            activity.action_feedback()
        return activity

    def _refusal(self, move):
        """What a refused move is answered; nothing has moved then."""
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            move()
        self.env.invalidate_all()
        self.assertEqual(self.deal.stage_id, self.new)
        return str(caught.exception)
