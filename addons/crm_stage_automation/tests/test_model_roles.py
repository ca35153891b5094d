# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

GROUPS = {
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
    "settings": "base.group_system",
    "seller": "sales_team.group_sale_salesman",
    "manager": "sales_team.group_sale_manager",
    "accountant": "account.group_account_invoice",
    "auditor": "account.group_account_readonly",
    "treasurer": "crm_stage_automation.group_credit_pardon",
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
ALL = "rwcu"
# Who may do what with which rows is tested beside each model; here: nobody else, and no model is
# forgotten. A manager may what a seller may.
RIGHTS = {
    "crm.playbook": {"seller": "r", "manager": ALL},
    "crm.playbook.rule": {"seller": "r", "manager": ALL},
    "crm.playbook.step": {"seller": "r", "manager": ALL},
    "crm.playbook.job": {"seller": "r"},
    "crm.playbook.cancel": {"manager": "rwc"},
    "crm.playbook.dry.run": {"manager": ALL},
    "crm.playbook.dry.run.line": {"manager": ALL},
    "crm.playbook.dry.run.hit": {"manager": ALL},
    "crm.assignment.scheme": {"seller": "rwc", "manager": ALL},
    "crm.assignment.rule": {"seller": ALL},
    "crm.assignment.seat": {"seller": ALL},
    "crm.lead.give": {"seller": "rwc"},
    "crm.credit.policy": {"manager": ALL, "accountant": "r", "auditor": "r"},
    "crm.credit.letter": {"manager": ALL, "accountant": "r", "auditor": "r"},
    "crm.credit.reminder": {"manager": "r", "accountant": "r", "auditor": "r"},
    "crm.credit.stop": {"seller": "r", "accountant": "r", "auditor": "r", "treasurer": "r"},
    "crm.credit.pardon": {"seller": "r", "accountant": "r", "auditor": "r", "treasurer": "rc"},
    "crm.work.link": {"seller": "r"},
    "crm.work.link.item": {"seller": "r"},
    "crm.work.link.send": {"seller": "rwc"},
    "crm.work.submission": {"seller": "r"},
    "crm.link.failure": {"settings": "r"},
    "crm.meeting.visit": {"seller": "r"},
    "crm.automatic.letter": {"seller": "r"},
    "crm.customer.letter": {"settings": "r"},
    "crm.stage.requirement": {"seller": "r", "manager": ALL},
    "crm.stage.tick": {"seller": "r"},
}
# Counters of addresses, which nobody but the server reads; and what belongs to a stage, which is of
# no company either.
OF_NO_COMPANY = {"crm.link.failure", "crm.customer.letter", "crm.stage.requirement"}


@tagged("post_install", "-at_install")
class TestModelRoles(TransactionCase):
    """Each model of the add-on says who may do what with it, and of which company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        xml_ids = cls.env["ir.model.data"].search(
            [("module", "=", "crm_stage_automation"), ("model", "=", "ir.model")]
        )
        found = cls.env["ir.model"].browse(xml_ids.mapped("res_id")).mapped("model")
        # Core's models have an xml id of ours, too, when we extend them.
        cls.models = {
            name
            for name in found
            if cls.env.registry[name]._original_module == "crm_stage_automation"
            and not cls.env[name]._abstract
        }

    def test_every_model_is_listed(self):
        """Whoever adds a model says here who may do what with it."""
        self.assertEqual(self.models, set(RIGHTS))

    def test_rights(self):
        """No role may more, none less."""
        for role, group in GROUPS.items():
            user = mail_new_test_user(self.env, login=f"roles.{role}", groups=group)
            for name, rights in RIGHTS.items():
                expected = rights.get(role, "")
                if role == "manager":
                    expected = rights.get("manager", rights.get("seller", ""))
                model = self.env[name].with_user(user)
                may = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if model.has_access(operation)
                )
                with self.subTest(model=name, role=role):
                    self.assertEqual(may, expected)

    def test_every_model_has_its_company(self):
        """A rule for everybody keeps companies apart; dialogs are their makers'."""
        rules = self.env["ir.rule"].search([("groups", "=", False)]).grouped("model_id")
        domains = {
            model.model: " ".join(filter(None, some.mapped("domain_force")))
            for model, some in rules.items()
        }
        for name in self.models - OF_NO_COMPANY:
            wanted = "create_uid" if self.env[name]._transient else "company_ids"
            with self.subTest(model=name):
                self.assertIn(wanted, domains.get(name, ""))
