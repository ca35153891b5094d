# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .merging import MergeCommon

SILENT = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestMergeSecurity(MergeCommon):
    """Who may merge, who sees a merge, who may take it back.

    sales_team_1 is led by ``leader``; ``salesman`` and ``colleague`` are its members, ``stranger``
    belongs to another team; ``all`` sees every lead, ``manager`` administers.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._user("leader", "crm_lead_dedup.group_team_leader")
        cls.salesman = cls._user("salesman", "sales_team.group_sale_salesman")
        cls.colleague = cls._user("colleague", "sales_team.group_sale_salesman")
        cls.stranger = cls._user("stranger", "crm_lead_dedup.group_team_leader")
        cls.all = cls._user("all", "sales_team.group_sale_salesman_all_leads")
        cls.manager = cls._user("manager", "sales_team.group_sale_manager")
        cls.employee = cls._user("employee", "base.group_user")
        cls.portal = cls._user("portal_s", "base.group_portal")
        cls.sales_team_1.user_id = cls.leader
        cls.sales_team_1.member_ids |= cls.salesman | cls.colleague
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreigner = cls._user(
            "foreigner",
            "sales_team.group_sale_manager",
            company_id=cls.other_company.id,
            company_ids=cls.other_company.ids,
        )

    @classmethod
    def _user(cls, login, groups, **values):
        groups += ",base.group_partner_manager" if groups != "base.group_portal" else ""
        return new_test_user(cls.env, login=f"{login}_merge", groups=groups, **values)

    def _leads(self, *owners):
        leads = self.env["crm.lead"]
        for owner in owners:
            leads |= self._create_lead(user_id=owner.id)
        return leads

    def _merge_as(self, user, leads):
        leads = leads.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return leads.env["crm.dedup.engine"].merge(leads[0], leads[1:])

    @mute_logger(*SILENT)
    def test_who_may_merge(self):
        """Whoever may change every one of the cards."""
        cases = {
            self.salesman: {"own": True, "mixed": False},
            self.leader: {"own": True, "mixed": True},
            self.stranger: {"own": False, "mixed": False},
            self.all: {"own": True, "mixed": True},
            self.manager: {"own": True, "mixed": True},
            self.employee: {"own": False, "mixed": False},
            self.portal: {"own": False, "mixed": False},
            self.foreigner: {"own": False, "mixed": False},
        }
        owners = {"own": (self.salesman, self.salesman), "mixed": (self.salesman, self.colleague)}
        for user, expected in cases.items():
            for kind, allowed in expected.items():
                leads = self._leads(*owners[kind])
                with self.subTest(user=user.login, kind=kind):
                    if allowed:
                        merge = self._merge_as(user, leads)
                        self.assertEqual(merge.user_id, user)
                        self.assertEqual(leads[1].merged_into_id, leads[0])
                    else:
                        with self.assertRaises(AccessError):
                            self._merge_as(user, leads)
                        self.assertTrue(leads[1].active)

    @mute_logger(*SILENT)
    def test_who_sees_and_undoes(self):
        """Its author, the leader of the team, who sees all leads; nobody else."""
        may = self.salesman | self.leader | self.all | self.manager
        others = self.colleague | self.stranger | self.employee | self.portal | self.foreigner
        for user in may | others:
            merge = self._merge_as(self.salesman, self._leads(self.salesman, self.salesman))
            mine = merge.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            with self.subTest(user=user.login):
                if user in may:
                    self.assertIn(merge, mine.search([]))
                    mine.action_undo()
                    self.assertEqual(merge.state, "undone")
                else:
                    with self.assertRaises(AccessError):
                        mine.action_undo()
                    self.assertEqual(merge.state, "done")

    @mute_logger(*SILENT)
    def test_author_who_lost_the_card(self):
        """Who merged but may no longer change the card does not take it back."""
        leads = self._leads(self.salesman, self.salesman)
        merge = self._merge_as(self.salesman, leads)
        leads[0].user_id = self.colleague
        with self.assertRaises(AccessError):
            merge.action_undo()

    @mute_logger(*SILENT)
    def test_nobody_writes_the_record(self):
        """Merges and journals are written by merging alone; decisions by who may undo."""
        leads = self._leads(self.salesman, self.salesman)
        leads[1].city = "Lviv"
        merge = self._merge_as(self.salesman, leads)
        leads[0].city = "Odesa"
        merge.action_undo()
        for user in self.salesman | self.leader | self.manager:
            mine = merge.with_user(user)
            with self.subTest(user=user.login):
                for right in ("write", "create", "unlink"):
                    self.assertFalse(mine.has_access(right))
                    self.assertFalse(mine.env["crm.dedup.merge.change"].has_access(right))
                self.assertTrue(mine.conflict_ids.has_access("write"))
        self.assertFalse(merge.conflict_ids.with_user(self.colleague).has_access("write"))
        merge.with_user(self.salesman).conflict_ids.action_take_old()
        merge.with_user(self.salesman).action_undo()
        self.assertEqual(merge.state, "undone")
        self.assertFalse(leads[0].city)

    @mute_logger(*SILENT)
    def test_journal_is_for_managers(self):
        """It holds rows of everything, also of what a salesperson may not read."""
        merge = self._merge_as(self.salesman, self._leads(self.salesman, self.salesman))
        self.assertTrue(merge.with_user(self.manager).change_ids)
        self.assertTrue(merge.with_user(self.manager).change_ids.mapped("new_text"))
        for user in self.salesman | self.leader | self.all:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                merge.with_user(user).read(["change_ids"])
            journal = self.env["crm.dedup.merge.change"].with_user(user)
            self.assertFalse(journal.has_access("read"))

    @mute_logger(*SILENT)
    def test_core_ways_are_not_for_everybody(self):
        """A decision on somebody's conflict, taken over RPC, is checked as the undo is."""
        merge = self._merge_as(self.salesman, self._leads(self.salesman, self.salesman))
        for method in ("action_undo", "action_undo_keep", "action_undo_old"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(merge.with_user(self.colleague), method)()

    @mute_logger(*SILENT)
    def test_preview_needs_reading(self):
        """What a merge would do tells values: only to who may read the cards."""
        leads = self._leads(self.salesman, self.colleague).with_user(self.salesman)
        with self.assertRaises(AccessError):
            leads.env["crm.dedup.engine"].preview_merge(leads[0], leads[1])

    @mute_logger(*SILENT)
    def test_customers(self):
        """Who may change customers merges them; a colleague's card needs more."""
        keep, gone = self._create_partner(), self._create_partner()
        merge = self._merge_as(self.salesman, keep | gone)
        self.assertEqual(gone.merged_into_id, keep)
        self.assertNotIn(merge, merge.with_user(self.colleague).search([]))
        self.assertIn(merge, merge.with_user(self.leader).search([]))
        merge.action_undo()
        inside = keep | self.colleague.partner_id
        with self.assertRaisesRegex(UserError, "manages access rights"):
            self._merge_as(self.salesman, inside)
        with self.assertRaises(AccessError):
            self._merge_as(self.portal, keep | gone)
        access = self._user("access", "base.group_erp_manager")
        self._merge_as(access, inside)
        self.assertEqual(self.colleague.partner_id, keep)
