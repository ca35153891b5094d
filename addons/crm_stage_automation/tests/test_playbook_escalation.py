# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import PlaybookCommon

CODE = "env['crm.lead'].browse(record.id).write({'referred': 'reached'})"


@tagged("post_install", "-at_install")
class TestPlaybookEscalation(PlaybookCommon, HttpCase):
    """By no door a salesperson, or a manager without Settings rights, has a server action run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.seller = cls.user_sales_manager, cls.user_sales_salesman
        cls.system = mail_new_test_user(
            cls.env, login="settings", groups="base.group_system,sales_team.group_sale_manager"
        )
        cls.action = cls.env["ir.actions.server"].create(
            {
                "name": "Reach",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": CODE,
            }
        )
        chosen = {"kind": "server_action", "server_action_id": cls.action.id}
        cls.theirs = cls._create_rule(chosen, responsible_id=cls.system.id, stage_ids=False)
        cls.own = cls._create_rule({"kind": "wait"}, {"kind": "wait"})
        cls.people = cls.manager | cls.seller

    def setUp(self):
        super().setUp()
        for name in ("ir_model", "ir_rule"):
            logger = mute_logger(f"odoo.addons.base.models.{name}")
            logger.__enter__()
            self.addCleanup(logger.__exit__, None, None, None)

    def _refused(self, *doors):
        """Each door is shut for both, and leaves no step with the action behind."""
        before = self._steps_with_action()
        for user in self.people:
            for number, door in enumerate(doors):
                with self.subTest(user=user.login, door=number):
                    self.assertTrue(self._is_shut(door, user))
        self.assertEqual(self._steps_with_action(), before)

    def _is_shut(self, door, user):
        try:
            with self.cr.savepoint():
                door(self.env(user=user, su=False))
        except (AccessError, ValidationError):
            self.env.invalidate_all()
            return True
        return False

    def _steps_with_action(self):
        steps = self.env["crm.playbook.step"].with_context(active_test=False)
        return steps.search(
            ["|", ("kind", "=", "server_action"), ("server_action_id", "!=", False)]
        )

    def test_steps(self):
        """New, edited, moved, copied, archived and former steps."""
        step, theirs = self.own.step_ids[0], self.theirs.step_ids
        chosen = {"kind": "server_action", "server_action_id": self.action.id}
        self._refused(
            lambda env: env[step._name].create({"name": "x", "rule_id": self.own.id, **chosen}),
            lambda env: step.with_env(env).write(chosen),
            lambda env: step.with_env(env).write({"server_action_id": self.action.id}),
            lambda env: step.with_env(env).copy(chosen),
            lambda env: theirs.with_env(env).copy(),
            lambda env: theirs.with_env(env).copy({"rule_id": self.own.id}),
            lambda env: theirs.with_env(env).write({"rule_id": self.own.id}),
            lambda env: theirs.with_env(env).write({"delay_amount": 1}),
            lambda env: theirs.with_env(env).write({"active": False}),
            lambda env: theirs.with_env(env).move_to(self.own.id),
            lambda env: step.with_env(env).move_to(self.theirs.id),
            lambda env: step.with_env(env).write({"rule_id": self.theirs.id}),
        )

    def test_commands(self):
        """Steps and rules written as lines of rules and playbooks."""
        chosen = {"name": "x", "kind": "server_action", "server_action_id": self.action.id}
        theirs, step = self.theirs.step_ids, self.own.step_ids[0]
        rules = [(0, 0, {"name": "x", "step_ids": [(0, 0, chosen)]})]
        self._refused(
            lambda env: self.own.with_env(env).write({"step_ids": [(0, 0, chosen)]}),
            lambda env: self.own.with_env(env).write({"step_ids": [(1, step.id, chosen)]}),
            lambda env: self.own.with_env(env).write({"step_ids": [(4, theirs.id)]}),
            lambda env: self.own.with_env(env).write({"step_ids": [(6, 0, theirs.ids)]}),
            lambda env: self.theirs.with_env(env).write({"step_ids": [(4, step.id)]}),
            lambda env: self.playbook.with_env(env).write({"rule_ids": rules}),
            lambda env: self.playbook.with_env(env).write(
                {"rule_ids": [(1, self.theirs.id, {"domain": "[]"})]}
            ),
            lambda env: env["crm.playbook"].create({"name": "x", "rule_ids": rules}),
            lambda env: self.playbook.with_env(env).copy(),
        )

    def test_rules(self):
        """What the rule of a server action is for, and in whose name it works."""
        rule = self.theirs
        self._refused(
            lambda env: rule.with_env(env).write({"domain": "[('id', '>', 0)]"}),
            lambda env: rule.with_env(env).write({"trigger": "created"}),
            lambda env: rule.with_env(env).write({"responsible_id": env.uid}),
            lambda env: rule.with_env(env).write({"stage_ids": [(5,)]}),
            lambda env: rule.with_env(env).move_to(self.stage_team1_1.id),
            lambda env: rule.with_env(env).copy({"responsible_id": env.uid}),
            lambda env: self.own.with_env(env).write({"responsible_id": self.system.id}),
            lambda env: self.own.with_env(env).copy({"responsible_id": self.system.id}),
        )

    def test_defaults_of_a_context(self):
        """What a context says in place of the values."""
        names = {"name": "x", "rule_id": self.own.id}

        def step(env, **defaults):
            context = {f"default_{name}": value for name, value in defaults.items()}
            return env["crm.playbook.step"].with_context(**context).create(names)

        def rule(env, **defaults):
            context = {f"default_{name}": value for name, value in defaults.items()}
            rules = env["crm.playbook.rule"].with_context(**context)
            return rules.create({"name": "x", "playbook_id": self.playbook.id})

        line = {"name": "x", "kind": "server_action", "server_action_id": self.action.id}
        self._refused(
            lambda env: step(env, kind="server_action"),
            lambda env: step(env, server_action_id=self.action.id),
            lambda env: step(env, kind="server_action", server_action_id=self.action.id),
            lambda env: rule(env, step_ids=[(0, 0, line)]),
            lambda env: rule(env, responsible_id=self.system.id),
        )

    def test_over_http(self):
        """The same over the wire, where the context is the caller's to choose."""
        context = {"default_kind": "server_action", "default_server_action_id": self.action.id}
        values = {"name": "x", "rule_id": self.own.id}
        before = self._steps_with_action()
        for user in self.people:
            user.password = f"{user.login}-{user.login}-1"
            self.authenticate(user.login, user.password)
            for model, method, args in (
                ("crm.playbook.step", "create", [[values]]),
                ("crm.playbook.step", "web_save", [[], values | {"kind": "server_action"}, {}]),
                ("crm.playbook.step", "copy", [self.theirs.step_ids.ids]),
                ("crm.playbook.step", "_run_server_action", [self.own.step_ids.ids, 1]),
                ("ir.actions.server", "read", [self.action.ids, ["code"]]),
                ("ir.actions.server", "write", [self.action.ids, {"code": "x"}]),
                ("crm.playbook.job", "create", [[{"name": "x"}]]),
                ("crm.playbook.job", "_cron_run", []),
            ):
                order = {"model": model, "method": method, "args": args}
                order["kwargs"] = {"context": context}
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(JsonRpcException),
                    mute_logger("odoo.http"),
                ):
                    self.make_jsonrpc_request("/web/dataset/call_kw", order)
        self.env.invalidate_all()
        self.assertEqual(self._steps_with_action(), before)

    def test_import(self):
        """Lines of a file are steps like any."""
        step = self.own.step_ids[0]
        names = ["name", "playbook_id/.id", "step_ids/name", "step_ids/kind"]
        before = self._steps_with_action()
        for user in self.people:
            for model, fields, row in (
                (
                    "crm.playbook.rule",
                    names,
                    ["x", str(self.playbook.id), "x", "Server action"],
                ),
                (
                    "crm.playbook.rule",
                    [*names, "step_ids/server_action_id/.id"],
                    ["x", str(self.playbook.id), "x", "Wait", str(self.action.id)],
                ),
                ("crm.playbook.step", [".id", "kind"], [str(step.id), "Server action"]),
                (
                    "crm.playbook.step",
                    [".id", "root_id/.id"],
                    [str(step.id), str(self.theirs.step_ids.id)],
                ),
                ("crm.playbook.rule", [".id", "domain"], [str(self.theirs.id), "[]"]),
            ):
                with self.subTest(user=user.login, fields=fields):
                    result = self.env[model].with_user(user).load(fields, [row])
                    self.assertFalse(result["ids"])
                    self.assertTrue(result["messages"])
        self.assertEqual(self._steps_with_action(), before)
        self.assertFalse(step.root_id)

    def test_letters_hold_no_code(self):
        """A letter that goes out in the name of an administrator is no place for code."""
        model = self.env["ir.model"]._get_id("crm.lead")
        call = f"object.env['ir.actions.server'].browse({self.action.id}).run()"
        letter = self.env["mail.template"].create({"name": "Letter", "model_id": model})
        text = self.env["sms.template"].create({"name": "SMS", "model_id": model, "body": "Hello"})
        self._create_rule(
            {"kind": "mail", "mail_template_id": letter.id},
            {"kind": "sms", "sms_template_id": text.id},
            responsible_id=self.system.id,
        )
        self._refused(
            lambda env: letter.with_env(env).write({"body_html": f'<p t-out="{call}"/>'}),
            lambda env: letter.with_env(env).write({"subject": f"{{{{ {call} }}}}"}),
            lambda env: letter.with_env(env).write({"email_to": f"{{{{ {call} }}}}"}),
            lambda env: env["mail.template"].create(
                {"name": "x", "model_id": model, "body_html": f'<p t-out="{call}"/>'}
            ),
            lambda env: text.with_env(env).write({"body": f"{{{{ {call} }}}}"}),
        )

    def test_it_runs_for_those_who_may(self):
        """The action that all these doors lead to does run: the tests above can fail."""
        lead = self._create_lead()
        lead.stage_id = self.stage_team1_2
        self._end()
        job = self._jobs(lead, rule_id=self.theirs.id)
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kw: self._end() or 60.0
        )
        job._run()
        self.assertEqual((job.state, lead.referred), ("done", "reached"))
