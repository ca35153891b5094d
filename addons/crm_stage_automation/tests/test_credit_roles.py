# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common_credit import CreditCommon

OPERATIONS = ("read", "write", "create", "unlink")
# Rights by group: r, w, c, u.
RIGHTS = {
    "crm.credit.policy": {
        "base.group_user": "",
        "sales_team.group_sale_salesman": "",
        "sales_team.group_sale_salesman_all_leads": "",
        "sales_team.group_sale_manager": "rwcu",
        "crm_stage_automation.group_credit_pardon": "",
        "account.group_account_invoice": "r",
        "account.group_account_readonly": "r",
        "account.group_account_manager": "rwcu",
    },
    "crm.credit.reminder": {
        "base.group_user": "",
        "sales_team.group_sale_salesman": "",
        "sales_team.group_sale_salesman_all_leads": "",
        "sales_team.group_sale_manager": "r",
        "crm_stage_automation.group_credit_pardon": "",
        "account.group_account_invoice": "r",
        "account.group_account_readonly": "r",
        "account.group_account_manager": "r",
    },
    "crm.credit.stop": {
        "base.group_user": "",
        "sales_team.group_sale_salesman": "r",
        "sales_team.group_sale_salesman_all_leads": "r",
        "sales_team.group_sale_manager": "r",
        "crm_stage_automation.group_credit_pardon": "r",
        "account.group_account_invoice": "r",
        "account.group_account_readonly": "r",
        "account.group_account_manager": "r",
    },
    "crm.credit.pardon": {
        "base.group_user": "",
        "sales_team.group_sale_salesman": "r",
        "sales_team.group_sale_salesman_all_leads": "r",
        "sales_team.group_sale_manager": "r",
        "crm_stage_automation.group_credit_pardon": "rc",
        "account.group_account_invoice": "r",
        "account.group_account_readonly": "r",
        "account.group_account_manager": "r",
    },
}
RIGHTS["crm.credit.letter"] = RIGHTS["crm.credit.policy"]
FIGURES = {"open_amount", "overdue_amount", "late_days"}


class TestCreditRoles(CreditCommon):
    """Who may do what, and who sees whose customers, in which company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._customer("Foreign", user_id=cls.other_seller.id)
        cls._invoice(cls.foreign, 5000, 40)
        cls._stop(cls.debtor)

    def _seen(self, user):
        stops = self.env["crm.credit.stop"].with_user(user).search([("lifted_at", "=", False)])
        return stops.partner_id & (self.debtor | self.foreign)

    def test_rights_of_each_role(self):
        """Nobody but the check itself writes the stop-list, and nobody edits an exception."""
        groups = RIGHTS["crm.credit.stop"]
        users = {
            group: new_test_user(self.env, f"role_{number}", group)
            for number, group in enumerate(groups)
        }
        for model, by_group in RIGHTS.items():
            for group, letters in by_group.items():
                allowed = {name for name in OPERATIONS if name[0] in letters}
                records = self.env[model].with_user(users[group])
                found = {name for name in OPERATIONS if records.has_access(name)}
                with self.subTest(model=model, group=group):
                    self.assertEqual(found, allowed)

    def test_whose_customers(self):
        """Own customers, those of his deals, those of the leader's team; all for the others."""
        self.assertEqual(self._seen(self.seller), self.debtor)
        self.assertFalse(self._seen(self.leader))
        self.env["crm.lead"].create(
            {
                "name": "Ovens",
                "partner_id": self.foreign.id,
                "user_id": self.seller.id,
                "team_id": self.team.id,
            }
        )
        self.assertEqual(self._seen(self.seller), self.debtor | self.foreign)
        self.assertEqual(self._seen(self.leader), self.foreign)
        everything = new_test_user(
            self.env, "credit_all", "sales_team.group_sale_salesman_all_leads"
        )
        for user in (everything, self.accountant, self.treasurer):
            self.assertEqual(self._seen(user), self.debtor | self.foreign)

    def test_figures_are_for_accountants(self):
        """A salesperson reads the row without its figures, an accountant with them."""
        stop = self._stops(self.debtor)
        shown = set(stop.with_user(self.seller).fields_get())
        self.assertFalse(shown & FIGURES)
        self.assertEqual(stop.with_user(self.accountant).overdue_amount, 5000)
        for name in FIGURES:
            with self.assertRaises(AccessError):
                stop.with_user(self.seller).read([name])
            with self.assertRaises(AccessError):
                self.env["crm.credit.stop"].with_user(self.seller).search([(name, ">", 1)])
            with self.assertRaises(AccessError):
                self.env["crm.credit.stop"].with_user(self.seller)._read_group([], [name])

    def test_other_companies(self):
        """Nobody sees the stop-list, exceptions, policies or letters of a company not his."""
        other = self.setup_other_company()["company"]
        policy = self._policy(other)
        values = {"partner_id": self.debtor.id, "company_id": other.id}
        stop = self.env["crm.credit.stop"].sudo().create(values | {"reason": "overdue"})
        pardon = self.env["crm.credit.pardon"].sudo().create(
            values | {"until": fields.Date.today(), "reason": "x"}
        )  # fmt: skip
        letter = self.env["crm.credit.reminder"].sudo().create(
            values | {"days": 1, "oldest_due": fields.Date.today()}
        )  # fmt: skip
        boss = new_test_user(
            self.env,
            "credit_boss",
            "sales_team.group_sale_manager,crm_stage_automation.group_credit_pardon,"
            "account.group_account_manager",
        )
        boss.write({"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]})
        for record in (policy, stop, pardon, letter):
            self.assertFalse(record.with_user(boss).has_access("read"), record._name)
        with self.assertRaises(AccessError):
            self.env["crm.credit.pardon"].with_user(boss).create(
                values | {"until": fields.Date.today(), "reason": "x"}
            )

    def test_a_salesperson_grants_no_exception(self):
        """Nor does he withdraw one, or have the check run."""
        with self.assertRaises(AccessError):
            self.env["crm.credit.pardon"].with_user(self.seller).create(
                {"partner_id": self.debtor.id, "until": fields.Date.today(), "reason": "x"}
            )
        pardon = self.env["crm.credit.pardon"].with_user(self.treasurer).create(
            {"partner_id": self.debtor.id, "until": fields.Date.today(), "reason": "x"}
        )  # fmt: skip
        with self.assertRaises(AccessError):
            pardon.with_user(self.seller).action_withdraw()
        with self.assertRaises(AccessError):
            self.policy.with_user(self.seller).action_check_now()
        self.assertFalse(pardon.withdrawn_at)

    def test_portal_is_not_told(self):
        """The customer himself, logged in, reads nothing about debts on his quotation."""
        order = self._order(self.debtor)
        self.assertTrue(order.credit_stop_note)
        portal = new_test_user(
            self.env, "portal.debtor", "base.group_portal", partner_id=self.debtor.id
        )
        seen = order.with_user(portal)
        self.assertTrue(seen.read(["name"]))
        with self.assertRaises(AccessError):
            seen.read(["credit_stop_note"])
