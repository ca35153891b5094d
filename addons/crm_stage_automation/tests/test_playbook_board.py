# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import PlaybookCommon


class BoardCommon(PlaybookCommon):
    """A rule with a chain of steps, and a second rule under another stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule({}, {}, {}, name="Contract")
        cls.call, cls.letter, cls.last = cls.rule.step_ids
        cls.follower = cls.env["crm.playbook.step"].create(
            {
                "name": "Then",
                "kind": "wait",
                "rule_id": cls.rule.id,
                "sequence": 9,
                "after_step_id": cls.call.id,
            }
        )
        cls.other = cls._create_rule({}, name="Other", stage_ids=cls.stage_team1_1.ids)
        cls.manager = cls.user_sales_manager
        cls.own_playbook = cls.playbook.with_user(cls.manager)

    def _order(self, rule):
        """Names and depths of the steps as they are read."""
        return [(step.name, depth) for step, depth in rule._steps_in_order()]

    def _columns(self, **team):
        """Names of the rules by the stage under which they hang; 0 for none."""
        board = self.own_playbook.read_board(**team)
        return {
            column["stage"]: [rule["name"] for rule in column["rules"]]
            for column in board["columns"]
        }


@tagged("post_install", "-at_install")
class TestPlaybookBoard(BoardCommon):
    """The playbook as a board."""

    def test_columns(self):
        """Rules hang under their stages, in the stages' order; the others under none."""
        self._create_rule(name="New", trigger="created", stage_ids=[])
        self._create_rule(name="Won", trigger="won", stage_ids=[])
        self.rule.stage_ids |= self.stage_team1_1
        columns = self._columns()
        stages = self.env["crm.stage"].search([("id", "in", list(columns))])
        self.assertEqual(list(columns), [0, *stages.ids])
        self.assertEqual(columns[0], ["New"])
        self.assertEqual(columns[self.stage_team1_1.id], ["Contract", "Other"])
        self.assertEqual(columns[self.stage_team1_2.id], ["Contract"])
        self.assertEqual(columns[self.stage_gen_won.id], ["Won"])

    def test_team(self):
        """The board of a team has its rules, its stages, and the stages that its rules name."""
        team = self.env["crm.team"].create({"name": "Elsewhere"})
        self.other.team_ids = team
        ours = self._columns(team_id=self.sales_team_1.id)
        self.assertEqual(ours[self.stage_team1_1.id], [])
        theirs = self._columns(team_id=team.id)
        self.assertEqual(theirs[self.stage_team1_1.id], ["Other"])
        self.assertEqual(theirs[self.stage_team1_2.id], ["Contract"])
        self.assertNotIn(self.stage_team1_won.id, theirs)

    def test_won_without_a_won_stage(self):
        """Nothing is hidden: what has no stage to hang under is shown under none."""
        self._create_rule(name="Won", trigger="won", stage_ids=[])
        self.env["crm.stage"].search([("is_won", "=", True)]).is_won = False
        self.assertEqual(self._columns()[0], ["Won"])

    def test_reading_order(self):
        """What follows a step stands right below it."""
        self.assertEqual(
            self._order(self.rule), [("Step 1", 0), ("Then", 1), ("Step 2", 0), ("Step 3", 0)]
        )

    def test_words(self):
        """A card says what, when and who; names are told to who may not open what they name."""
        admin = mail_new_test_user(self.env, login="settings", groups="base.group_system")
        action = self.env["ir.actions.server"].create(
            {
                "name": "Secret work",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
            }
        )
        self.call.write({"kind": "activity", "delay_amount": 2, "delay_calendar": "team"})
        self.call.write({"repeat_most": 3, "escalate_kind": "leader"})
        self.follower.write({"kind": "notify", "assignee_kind": "named", "assignee_id": admin.id})
        rule = self._create_rule(
            {"kind": "server_action", "server_action_id": action.id}, responsible_id=admin.id
        )
        board = self.own_playbook.read_board()
        steps = {
            step["id"]: step
            for column in board["columns"]
            for one in column["rules"]
            for step in one["steps"]
        }
        call = steps[self.call.id]
        self.assertEqual(call["when"], "2 hours of working time")
        self.assertEqual(call["who"], "The person in charge")
        self.assertEqual(
            call["then"],
            "reminders: 3, every 1 hour of working time; then told: The leader of the team",
        )
        then = steps[self.follower.id]
        self.assertEqual((then["when"], then["who"]), ("At once after “Step 1”", admin.name))
        self.assertEqual(steps[rule.step_ids.id]["what"], "Secret work")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_readers(self):
        """Salespeople read the board and change nothing; others and other companies see none."""
        self.assertTrue(self.own_playbook.read_board()["editable"])
        reader = self.playbook.with_user(self.user_sales_salesman)
        self.assertFalse(reader.read_board()["editable"])
        employee = mail_new_test_user(self.env, login="employee", groups="base.group_user")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = mail_new_test_user(
            self.env,
            login="stranger",
            groups="sales_team.group_sale_manager",
            company_id=elsewhere.id,
            company_ids=elsewhere.ids,
        )
        self.playbook.company_id = self.company
        for user in (employee, stranger):
            with self.assertRaises(AccessError):
                self.playbook.with_user(user).read_board()
            with self.assertRaises(AccessError):
                self.playbook.with_user(user).preview_dates()
        for move in (
            lambda: self.last.with_user(self.user_sales_salesman).move_to(self.other.id),
            lambda: self.rule.with_user(self.user_sales_salesman).move_to(self.stage_team1_1.id),
        ):
            with self.assertRaises(AccessError):
                move()

    def test_queries(self):
        """However many rules and steps, the board takes as many queries."""

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.own_playbook.read_board()
            return self.cr.sql_log_count - before

        cost()
        few = cost()
        for _number in range(8):
            rule = self._create_rule({}, {"kind": "activity"}, {"kind": "notify"})
            rule.step_ids[2].after_step_id = rule.step_ids[1]
        cost()  # what every process keeps is read again after an edit
        self.assertEqual(cost(), few)

    def test_outsider(self):
        """Another add-on says what its steps do, for whom, and where its triggers hang."""
        steps, rules = type(self.call), type(self.rule)
        with (
            patch.object(steps, "_what_words", lambda _step: "Knock"),
            patch.object(steps, "_who_words", lambda _step: "The neighbour"),
            patch.object(rules, "_hangs_under", lambda _rule, stage: stage == self.stage_gen_1),
        ):
            columns = {
                one["stage"]: one["rules"] for one in self.own_playbook.read_board()["columns"]
            }
        rule = columns[self.stage_gen_1.id][0]
        self.assertEqual(rule["name"], "Contract")
        self.assertEqual(
            (rule["steps"][0]["what"], rule["steps"][0]["who"]), ("Knock", "The neighbour")
        )

    def test_open(self):
        """The button opens the board of this playbook."""
        action = self.own_playbook.action_open_board()
        self.assertEqual(action["tag"], "crm_stage_automation.playbook_board")
        self.assertEqual(action["context"], {"active_id": self.playbook.id})


@tagged("post_install", "-at_install")
class TestPlaybookBoardMoves(BoardCommon):
    """Moving steps and rules on the board."""

    def _move(self, step, rule, before=None):
        step.with_user(self.manager).move_to(rule.id, before.id if before else False)

    def test_within_a_rule(self):
        """A step moved before another one takes its place; with what follows it."""
        self._move(self.last, self.rule, self.call)
        self._move(self.call, self.rule)
        self.assertEqual(
            self._order(self.rule), [("Step 3", 0), ("Step 2", 0), ("Step 1", 0), ("Then", 1)]
        )
        self.assertEqual(self.playbook.version, 1)

    def test_among_followers(self):
        """Where it stands among what follows a step, it follows that step; else no more."""
        self._move(self.last, self.rule, self.follower)
        self.assertEqual(self.last.after_step_id, self.call)
        self.assertEqual(self._order(self.rule)[:3], [("Step 1", 0), ("Step 3", 1), ("Then", 1)])
        self._move(self.last, self.rule)
        self.assertFalse(self.last.after_step_id)

    def test_into_its_own_followers(self):
        """A step cannot be put among what follows it: nothing changes."""
        order = self._order(self.rule)
        self._move(self.call, self.rule, self.follower)
        self.assertEqual(self._order(self.rule), order)

    def test_to_another_rule(self):
        """A step goes to another rule with what follows it, and leaves what it followed."""
        self._move(self.call, self.other, self.other.step_ids)
        self.assertEqual([one[0] for one in self._order(self.other)][:2], ["Step 1", "Then"])
        self.assertEqual(self.follower.after_step_id, self.call)
        self._move(self.follower, self.rule, self.last)
        self.assertFalse(self.follower.after_step_id)
        self.assertEqual([one[0] for one in self._order(self.rule)], ["Step 2", "Then", "Step 3"])

    def test_waiting_keeps_its_version(self):
        """What waits of a step that goes to another rule is done as it was planned."""
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        job = self._jobs(lead, root_step=self.call.id)
        self._move(self.call, self.other)
        self.assertEqual(job.step_id.root_id, self.call)
        self.assertEqual((job.rule_id, job.step_id.rule_id), (self.rule, self.rule))
        self.assertEqual(job.state, "pending")
        self.assertEqual(self.playbook.version, 2)

    def test_followers_are_not_left_behind(self):
        """By no door a step goes to another rule without what follows it."""
        with self.assertRaises(ValidationError):
            self.call.rule_id = self.other

    def test_gone(self):
        """What somebody moved or deleted meanwhile is said, not guessed."""
        for rule, before in (
            (self.rule.id, self.other.step_ids.id),
            (self.env["crm.playbook"].create({"name": "Far"}).id + 10**6, False),
        ):
            with self.assertRaises(UserError):
                self.last.with_user(self.manager).move_to(rule, before)

    def test_rights(self):
        """A step that runs in the name of somebody who may do more is moved by nobody below."""
        admin = mail_new_test_user(
            self.env, login="settings", groups="base.group_system,sales_team.group_sale_manager"
        )
        self.other.responsible_id = admin
        with self.assertRaises(AccessError):
            self._move(self.last, self.other)
        with self.assertRaises(AccessError):
            self._move(self.other.step_ids, self.rule)
        with self.assertRaises(AccessError):
            self.other.with_user(self.manager).move_to(self.stage_team1_2.id, self.stage_team1_1.id)

    def test_rule_to_another_stage(self):
        """A rule leaves the stage under which it hung, and keeps its other ones."""
        third = self.stage_gen_1
        self.rule.stage_ids |= third
        rule = self.rule.with_user(self.manager)
        rule.move_to(self.stage_team1_1.id, self.stage_team1_2.id, self.other.id)
        self.assertEqual(self.rule.stage_ids, third | self.stage_team1_1)
        self.assertEqual(self._columns()[self.stage_team1_1.id], ["Contract", "Other"])
        rule.move_to(self.stage_team1_1.id, self.stage_team1_1.id)
        self.assertEqual(self._columns()[self.stage_team1_1.id], ["Other", "Contract"])
        rule.move_to(False, self.stage_team1_1.id)
        self.assertFalse(self.rule.stage_ids)

    def test_rule_of_no_stage(self):
        """A rule about something else than a stage cannot hang under one, and that is said."""
        rule = self._create_rule(trigger="lost", stage_ids=[]).with_user(self.manager)
        with self.assertRaises(UserError):
            rule.move_to(self.stage_team1_1.id)
