# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .desk import DeskCommon

RULES = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestMergeRoles(DeskCommon):
    """Who may merge, link and undo, and who sees what was done.

    own: two leads of the salesperson; team: one of them and one of the leader; mixed: one of the
    salesperson and one of another team; far: two of another team; foreign: of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = mail_new_test_user(cls.env, login="portal_m", groups="base.group_portal")
        cls.employee = cls._create_user("employee_m", "base.group_user")
        cls.engine = cls.env["crm.dedup.engine"]
        cls.allowed = {
            cls.user_sales_salesman: {"own"},
            cls.user_leader: {"own", "team"},
            cls.user_sales_leads: {"own", "team", "mixed", "far"},
            cls.user_sales_manager: {"own", "team", "mixed", "far"},
            cls.user_other_company: {"foreign"},
            cls.employee: set(),
            cls.portal: set(),
        }

    def _pairs(self):
        foreign = {"company_id": self.other_company.id, "team_id": False,
                   "user_id": self.user_other_company.id}  # fmt: skip
        return {
            "own": self._own_lead() | self._own_lead(),
            "team": self._own_lead() | self._own_lead(user_id=self.user_leader.id),
            "mixed": self._own_lead() | self._create_lead(),
            "far": self._create_lead() | self._create_lead(),
            "foreign": self._create_lead(**foreign) | self._create_lead(**foreign),
        }

    def _as(self, user, records):
        return records.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def _succeeds(self, act):
        """Whether something is allowed; nothing of a refused attempt stays."""
        try:
            with self.env.cr.savepoint():
                act()
        except AccessError:
            return False
        return True

    def _merge_as(self, user, pair):
        pair = self._as(user, pair)
        return self._as(user, self.engine).merge(pair[0], pair[1])

    @mute_logger(*RULES)
    def test_who_merges(self):
        """Who may change every one of the cards; refused attempts change nothing."""
        for user, expected in self.allowed.items():
            pairs = self._pairs()
            done = {
                name
                for name, pair in pairs.items()
                if self._succeeds(lambda user=user, pair=pair: self._merge_as(user, pair))
            }
            with self.subTest(user=user.login):
                self.assertEqual(done, expected)
                for name, pair in pairs.items():
                    merged = len(pair.filtered("merged_into_id"))
                    self.assertEqual(merged, int(name in expected), name)

    @mute_logger(*RULES)
    def test_who_sees_and_undoes(self):
        """Salespeople what they merged themselves, leaders their team's, the others all."""
        merges = {}
        for name, pair in self._pairs().items():
            by = self.user_other_company if name == "foreign" else self.user_sales_manager
            merges[name] = self._merge_as(by, pair)
        mine = self._merge_as(self.user_sales_salesman, self._own_lead() | self._own_lead())
        seen = {
            self.user_sales_salesman: {"mine"},
            self.user_leader: {"own", "team", "mixed", "mine"},
            self.user_sales_leads: {"own", "team", "mixed", "far", "mine"},
            self.user_sales_manager: {"own", "team", "mixed", "far", "mine"},
            self.user_other_company: {"foreign"},
            self.employee: set(),
            self.portal: set(),
        }
        merges["mine"] = mine
        for user, names in seen.items():
            rows = self._as(user, self.env["crm.dedup.merge"])
            found = rows.search([]) if rows.has_access("read") else rows
            with self.subTest(user=user.login):
                self.assertEqual({n for n, m in merges.items() if m.id in found.ids}, names)
            for name, merge in merges.items():
                may = name in names and (name == "mine" or name in self.allowed[user])
                with self.subTest(user=user.login, merge=name):
                    self.assertEqual(self._undone_and_back(user, merge), may)

    def _undone_and_back(self, user, merge):
        """Try to undo as somebody, and take it back."""
        point = self.env.cr.savepoint(flush=True)
        self.env.flush_all()
        try:
            self._as(user, merge).action_undo()
            return merge.sudo().state == "undone"
        except AccessError:
            return False
        finally:
            point.rollback()
            point.close(rollback=False)
            self.env.invalidate_all()

    @mute_logger(*RULES)
    def test_who_links(self):
        """Who may change the lead and see the customer."""
        expected = {
            self.user_sales_salesman: {"own"},
            self.user_leader: {"own"},
            self.user_sales_leads: {"own", "far"},
            self.user_other_company: {"foreign"},
            self.employee: set(),
            self.portal: set(),
        }
        for user, names in expected.items():
            customer = self._create_partner()
            done = set()
            for name in ("own", "far", "foreign"):
                lead = self._as(user, self._pairs()[name][0])
                engine = self._as(user, self.engine)
                partner = self._as(user, customer)
                if self._succeeds(lambda e=engine, le=lead, p=partner: e.link(le, p)):
                    done.add(name)
            with self.subTest(user=user.login):
                self.assertEqual(done, names)
        foreign = self._create_partner(company_id=self.other_company.id)
        lead = self._as(self.user_sales_salesman, self._own_lead())
        with self.assertRaises(AccessError):
            self._as(self.user_sales_salesman, self.engine).link(
                lead, self._as(self.user_sales_salesman, foreign)
            )

    @mute_logger(*RULES)
    def test_two_companies_are_never_one(self):
        """Not even for somebody who works in both."""
        both = self._create_user(
            "both_m", "sales_team.group_sale_manager",
            company_ids=(self.company | self.other_company).ids,
        )  # fmt: skip
        pairs = self._pairs()
        leads = pairs["own"][0] | pairs["foreign"][0]
        with self.assertRaises(UserError):
            self._merge_as(both, leads)
        partners = self._create_partner(company_id=self.company.id) | self._create_partner(
            company_id=self.other_company.id
        )
        with self.assertRaises(UserError):
            self._merge_as(both, partners)
        self.assertFalse((leads + leads.merge_ids).filtered("merged_into_id"))

    @mute_logger(*RULES)
    def test_customers(self):
        """Whoever may change customers merges them, in the own company and shared ones."""
        for user, expected in (
            (self.user_sales_salesman, {"shared", "ours"}),
            (self.user_sales_manager, {"shared", "ours"}),
            (self.user_other_company, {"shared", "theirs"}),
            (self.portal, set()),
        ):
            pairs = {
                "shared": self._create_partner() | self._create_partner(),
                "ours": self._of(self.company) | self._of(self.company),
                "theirs": self._of(self.other_company) | self._of(self.other_company),
            }
            done = {
                name
                for name, pair in pairs.items()
                if self._succeeds(lambda user=user, pair=pair: self._merge_as(user, pair))
            }
            with self.subTest(user=user.login):
                self.assertEqual(done, expected)

    def _of(self, company):
        return self._create_partner(company_id=company.id)

    @mute_logger(*RULES)
    def test_core_merge_is_seen_alike(self):
        """What core merged stands in the same list, under the same rules."""
        survivor = self._pairs()["far"].merge_opportunity()
        rows = self.env["crm.dedup.merge"]
        for user, names in self.allowed.items():
            mine = self._as(user, rows)
            found = mine.has_access("read") and mine.search([("lead_id", "=", survivor.id)])
            with self.subTest(user=user.login):
                self.assertEqual(bool(found), "far" in names)
