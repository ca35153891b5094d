# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

PHONE = "050 123 45 67"


@tagged("post_install", "-at_install")
class TestDedupReport(DeskCommon):
    """Duplicates prevented, merged and undone, by channel and person (D11)."""

    def _figures(self, *groupby, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        rows = self.env["crm.dedup.report"]._read_group(domain, groupby, ["cards:sum"])
        return {tuple(row[:-1]): row[-1] for row in rows}

    def test_attached_requests_are_prevented_duplicates(self):
        """By the channel they came through and the person who was told; the first is none."""
        lead = self._own_lead(phone=PHONE)
        for channel in ("email", "call", "call"):
            self._receive(self.door, phone=PHONE, channel=channel)
        figures = self._figures("kind", "channel", "user_id", lead_id=lead.id)
        user = self.user_sales_salesman
        self.assertEqual(figures, {("prevented", "email", user): 1, ("prevented", "call", user): 2})

    def test_new_lead_of_a_customer_is_linked(self):
        customer = self._create_partner(name="Ann Lee", phone=PHONE)
        self._receive(self.door, phone=PHONE)
        self.assertEqual(self._figures("kind", partner_id=customer.id), {("linked",): 1})

    def test_events(self):
        """What leaves no other trace is logged card by card, in the name of who did it."""
        leads = self._own_lead() + self._create_lead()
        events = self.env["crm.dedup.event"].with_user(self.user_sales_salesman)
        events._log("prevented", "manual", leads)
        events._log("warned", "manual", self._create_partner())
        figures = self._figures("kind", "team_id", user_id=self.user_sales_salesman.id)
        self.assertEqual(
            figures,
            {
                ("prevented", self.team_desk): 1,
                ("prevented", self.sales_team_1): 1,
                ("warned", self.user_sales_salesman.sale_team_id): 1,
            },
        )

    def test_events_in_one_insert(self):
        """A batch costs what one costs."""
        leads = self.env["crm.lead"].union(*(self._create_lead() for _ in range(20)))
        events = self.env["crm.dedup.event"]
        events._log("prevented", "import", leads[:1])
        self.env.flush_all()
        with self.assertQueryCount(1):
            events._log("prevented", "import", leads)
            self.env.flush_all()

    def test_merges_and_their_undoing(self):
        """By who merged and who undid; cards that are gone, not merges, are counted."""
        leads = self.env["crm.lead"].union(*(self._own_lead(phone=PHONE) for _ in range(3)))
        engine = self.env["crm.dedup.engine"].with_user(self.user_sales_manager)
        merge = engine.merge(leads[0], leads[1:])
        manager = self.user_sales_manager
        self.assertEqual(self._figures("kind", user_id=manager.id), {("merged",): 2})
        merge.action_undo()
        self.assertEqual(
            self._figures("kind", user_id=manager.id), {("merged",): 2, ("undone",): 2}
        )

    def test_dismissed_and_taken_back(self):
        """“Not the same” is work too; a decision taken back leaves the figures."""
        self._own_lead(contact_name="Ivan Petrenko", phone=PHONE)
        lead = self._own_lead(contact_name="Ivan Petrenko", phone=PHONE)
        self.env["crm.dedup.engine"].scan()
        match = lead.dedup_match_ids.with_user(self.user_sales_salesman)
        match.action_dismiss()
        user = self.user_sales_salesman
        self.assertEqual(
            self._figures("kind", "channel", user_id=user.id), {("dismissed", "review"): 1}
        )
        match.action_reset()
        self.assertFalse(self._figures("kind", user_id=user.id))

    def test_share_of_the_day(self):
        """Of three cards of one person two are too many; counted once a day."""
        for _ in range(3):
            self._own_lead(contact_name="Ivan Petrenko", phone=PHONE, email_from="i@p.example")
        self._create_lead(contact_name="Zoe Kis", phone="+36301112233")
        shares = self.env["crm.dedup.share"]
        shares.search([]).unlink()
        shares._cron_count()
        self.env["crm.dedup.engine"].scan()
        for _ in range(2):
            shares._cron_count()
        today = shares.search(
            [("card_model", "=", "crm.lead"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(today), 1)
        cluster = self.env["crm.dedup.cluster"].search([("company_id", "=", self.company.id)])
        of_ours = cluster.filtered(lambda found: found.kind == "lead")
        expected = sum(len(found.member_ids) - 1 for found in of_ours)
        self.assertGreaterEqual(expected, 2)
        self.assertEqual(today.duplicates, expected)
        self.assertEqual(
            today.cards, self.env["crm.dedup.profile"].search_count(
                [("lead_id", "!=", False), ("company_id", "=", self.company.id),
                 ("is_compared", "=", True)]
            )
        )  # fmt: skip
        self.assertAlmostEqual(today.share, 100 * expected / today.cards, places=2)

    def test_share_of_several_is_no_mean(self):
        """A company of 10 cards does not weigh as much as one of 1,000."""
        shares = self.env["crm.dedup.share"]
        shares.search([]).unlink()
        for company, cards, duplicates in ((self.company, 990, 9), (self.other_company, 10, 1)):
            shares.create(
                {
                    "date": "2026-11-02",
                    "company_id": company.id,
                    "card_model": "crm.lead",
                    "cards": cards,
                    "duplicates": duplicates,
                    "share": 100 * duplicates / cards,
                }
            )
        self.assertEqual(shares._read_group([], [], ["share:avg"]), [(1.0,)])

    def test_nothing_to_say_before_the_first_scan(self):
        self.env["crm.dedup.figure"].search([]).unlink()
        shares = self.env["crm.dedup.share"]
        shares.search([]).unlink()
        shares._cron_count()
        self.assertFalse(shares.search([]))

    def test_ids_are_unique(self):
        """Rows of different sources never share an id: the list would mix them up."""
        lead = self._own_lead(phone=PHONE)
        for _ in range(3):
            self._receive(self.door, phone=PHONE)
            self.env["crm.dedup.event"]._log("prevented", "manual", lead)
        ids = self.env["crm.dedup.report"].search([]).ids
        self.assertEqual(len(ids), len(set(ids)))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_roles(self):
        """Own figures, of the led team, all; each in the own company; nobody writes."""
        lead = self._own_lead()
        log = self.env["crm.dedup.event"]
        log.with_user(self.user_sales_salesman)._log("prevented", "manual", lead)
        log.with_user(self.user_leader)._log("prevented", "manual", self._create_lead())
        log.with_user(self.user_other_company)._log("warned", "manual", self._create_partner())
        expected = {
            self.user_sales_salesman: 1,
            self.user_leader: 2,
            self.user_sales_leads: 2,
            self.user_sales_manager: 2,
            self.user_other_company: 1,
        }
        people = (self.user_sales_salesman | self.user_leader | self.user_other_company).ids
        for model in ("crm.dedup.report", "crm.dedup.event"):
            for user, count in expected.items():
                mine = (
                    self.env[model]
                    .with_user(user)
                    .with_context(allowed_company_ids=user.company_ids.ids)
                )
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(mine.search_count([("user_id", "in", people)]), count)
                    self.assertFalse(mine.has_access("write") or mine.has_access("create"))
        with self.assertRaises(AccessError):
            self.env["crm.dedup.report"].with_user(self.env.ref("base.public_user")).search([])
