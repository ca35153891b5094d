# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .desk import DeskCommon

NAMES = ("", "Ганна Бондар", "Степан Рудий", "Марта Ільницька", "Оксана Вовк")
PHONES = ("", "+380501112201", "+380671935588", "+380637284410", "+380995550143")
TABLES = ("crm.dedup.match", "crm.dedup.cluster", "crm.dedup.cluster.member")


@tagged("post_install", "-at_install")
class TestDedupRoles(DeskCommon):
    """Who sees which duplicates, and what of them.

    own: two leads of the salesperson; far: two of another team; mixed: a lead of another team and
    a customer; foreign: two leads of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = mail_new_test_user(cls.env, login="portal_x", groups="base.group_portal")
        cls.employee = cls._create_user("employee_x", "base.group_user")
        cls.pairs = {
            "own": (cls._twin(1), cls._twin(1)),
            "far": (cls._twin(2, desk=False), cls._twin(2, desk=False)),
            "mixed": (
                cls._twin(3, desk=False),
                cls._create_partner(name=NAMES[3], phone=PHONES[3]),
            ),
            "foreign": (
                cls._twin(4, desk=False, **cls._foreign()),
                cls._twin(4, desk=False, **cls._foreign()),
            ),
        }
        cls.env["crm.dedup.engine"].scan()
        cls.matches = {name: pair[0].dedup_match_ids for name, pair in cls.pairs.items()}
        assert all(len(match) == 1 for match in cls.matches.values()), cls.matches

    @classmethod
    def _twin(cls, number, desk=True, **values):
        make = cls._own_lead if desk else cls._create_lead
        return make(contact_name=NAMES[number], phone=PHONES[number], **values)

    @classmethod
    def _foreign(cls):
        return {
            "company_id": cls.other_company.id,
            "team_id": False,
            "user_id": cls.user_other_company.id,
        }

    def _seen(self, user, model):
        """Names of the pairs of which the user sees the match, the cluster or a member."""
        mine = (
            self.env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        )
        if not mine.has_access("read"):
            return set()
        found = mine.search([])
        of_match = {
            "crm.dedup.match": lambda match: match,
            "crm.dedup.cluster": lambda match: match.cluster_id,
            "crm.dedup.cluster.member": lambda match: match.cluster_id.member_ids,
        }[model]
        return {
            name for name, match in self.matches.items() if of_match(match.sudo()) & found.sudo()
        }

    def test_who_sees_which(self):
        ours = {"own", "far", "mixed"}
        expected = {
            self.user_sales_salesman: {"own", "mixed"},
            self.user_leader: {"own", "mixed"},
            self.user_sales_leads: ours,
            self.user_sales_manager: ours,
            self.user_other_company: {"foreign", "mixed"},
            self.employee: set(),
            self.portal: set(),
        }
        for user, names in expected.items():
            for model in TABLES:
                wanted = names
                if user == self.user_other_company:
                    wanted = {"foreign"}  # the lead of the mixed pair is of our company
                with self.subTest(user=user.login, model=model):
                    self.assertEqual(self._seen(user, model), wanted)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_writes_rows(self):
        """Not even administrators of sales: a decision goes through its button."""
        for model in TABLES:
            for user in (self.user_sales_salesman, self.user_sales_manager):
                rows = self.env[model].with_user(user)
                for operation in ("write", "create", "unlink"):
                    with self.subTest(model=model, user=user.login, operation=operation):
                        self.assertFalse(rows.has_access(operation))
        for model in ("crm.dedup.profile", "crm.dedup.key", "crm.dedup.figure"):
            self.assertFalse(self.env[model].with_user(self.user_sales_manager).has_access("read"))

    def test_other_card_is_masked(self):
        """The salesperson sees the customer; of the lead only who is in charge."""
        lead, customer = self.pairs["mixed"]
        engine = self.env["crm.dedup.engine"].with_user(self.user_sales_salesman)
        [match] = engine.find_matches(customer.with_user(self.user_sales_salesman)).values()
        [match] = match
        self.assertEqual((match["id"], match["readable"]), (lead.id, False))
        self.assertEqual(match["name"], "Somebody else's card")
        self.assertEqual(match["in_charge"], self.user_sales_leads.name)
        stored = self.matches["mixed"].with_user(self.user_sales_salesman)
        for told in (str(match), str([stored.left_name, stored.explanation])):
            self.assertNotIn(lead.name, told)
        self.assertNotIn(lead.phone, str([line["right"] for line in match["explanation"]]))
        self.assertEqual(stored.left_name, "Somebody else's card")
        self.assertNotIn(lead.phone, str([line["left"] for line in stored.explanation]))
        self.assertIn(customer.phone, str([line["right"] for line in stored.explanation]))
        manager = self.matches["mixed"].with_user(self.user_sales_manager)
        self.assertIn(lead.phone, str([line["left"] for line in manager.explanation]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_decides(self):
        """Who sees the pair and may change one of its cards."""
        self.matches["own"].with_user(self.user_sales_salesman).action_dismiss()
        self.assertEqual(self.matches["own"].state, "dismissed")
        self.assertEqual(self.matches["own"].decided_by_id, self.user_sales_salesman)
        with self.assertRaises(AccessError):
            self.matches["far"].with_user(self.user_sales_salesman).action_dismiss()
        with self.assertRaises(AccessError):
            self.matches["own"].with_user(self.employee).action_reset()
        cluster = self.matches["far"].cluster_id
        with self.assertRaises(AccessError):
            cluster.with_user(self.user_sales_salesman).action_skip()
        cluster.with_user(self.user_sales_manager).action_skip()
        self.assertEqual(cluster.state, "skipped")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_scans(self):
        """Administrators of sales start scans; who sees all leads sees how far they are."""
        job = self.env["crm.dedup.job"]
        with self.assertRaises(AccessError):
            job.with_user(self.user_sales_leads).action_scan()
        with self.assertRaises(AccessError):
            self.env["crm.dedup.engine"].with_user(self.user_sales_leads).scan()
        action = job.with_user(self.user_sales_manager).action_scan()
        started = job.browse(action["res_id"])
        self.assertEqual(started.state, "waiting")
        self.assertTrue(started.with_user(self.user_sales_leads).has_access("read"))
        self.assertFalse(started.with_user(self.user_sales_salesman).has_access("read"))
        with self.assertRaises(AccessError):
            started.with_user(self.user_sales_leads).action_cancel()
        started.with_user(self.user_sales_manager).action_cancel()
        self.assertEqual(started.state, "cancelled")

    def test_cards_of_other_companies_are_not_told(self):
        """Not even masked, for who does not work in that company."""
        vals = [{"contact_name": NAMES[4], "phone": PHONES[4]}]
        for user, count in ((self.user_sales_manager, 0), (self.user_other_company, 2)):
            engine = self.env["crm.dedup.engine"].with_user(user)
            engine = engine.with_context(allowed_company_ids=user.company_ids.ids)
            with self.subTest(user=user.login):
                [found] = engine.check_values("crm.lead", vals)
                self.assertEqual(len(found), count)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_outsiders_check_nothing(self):
        for user in (self.employee, self.portal):
            engine = self.env["crm.dedup.engine"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                engine.check_values("crm.lead", [{"phone": "+380501112201"}])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                engine.check_values("res.partner", [{"phone": "+380501112201"}])
