# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import users

from .card import CardCommon


class TestCardSnapshot(CardCommon):
    """Each night the completeness of the cards of every person is written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].search([]).active = False
        cls.env["crm.card.snapshot"].search([]).unlink()
        cls.mine = {"user_id": cls.user_sales_salesman.id, "team_id": cls.sales_team_1.id}

    def _rows(self, *domain):
        return self.env["crm.card.snapshot"].search([("kind", "=", "opportunity"), *domain])

    def _snapshot(self, day):
        with freeze_time(f"{day} 12:00:00"):
            self.env["crm.card.snapshot"]._cron_snapshot()

    def test_day_of_a_person(self):
        """Two deals, one complete: the row says so, and a second run of the day corrects it."""
        self.entity.vat = "HU12345676"
        complete = {"phone": "1", "email_from": "a@b.hu", "counterparty_id": self.entity.id}
        self._deal(phone="1", **self.mine)
        self._deal(**complete, **self.mine)
        self._snapshot("2026-03-02")
        row = self._rows()
        self.assertRecordValues(
            row,
            [
                {
                    "date": date(2026, 3, 2),
                    "user_id": self.user_sales_salesman.id,
                    "team_id": self.sales_team_1.id,
                    "card_count": 2,
                    "complete_count": 1,
                    "average_score": 70.0,
                }
            ],
        )
        self._deal(**self.mine)
        self._snapshot("2026-03-02")
        self.assertEqual(self._rows().mapped("card_count"), [3])

    def test_won_and_lost_deals_are_not_counted(self):
        """Nobody works on a card that is closed."""
        self._deal(**self.mine).action_set_lost()
        self._snapshot("2026-03-02")
        self.assertFalse(self._rows())

    def test_contacts_count_for_the_team_of_their_person(self):
        """A contact has no team: it is its salesperson's."""
        self.client.user_id = self.user_sales_salesman
        self._snapshot("2026-03-02")
        row = self.env["crm.card.snapshot"].search(
            [("kind", "=", "client"), ("user_id", "=", self.user_sales_salesman.id)]
        )
        self.assertEqual(row.team_id, self.user_sales_salesman.sale_team_id)
        self.assertEqual(row.score_sum, self.client.card_score)

    def test_month_weighs_by_cards(self):
        """Over persons the cards weigh, over days their number is an average."""
        other = {"user_id": self.user_sales_manager.id, "team_id": self.sales_team_1.id}
        self._deal(phone="1", **other)
        for _number in range(3):
            self._deal(**self.mine)
        self._snapshot("2026-03-02")
        self._snapshot("2026-03-03")
        [(month, score, count)] = self.env["crm.card.snapshot"]._read_group(
            [("kind", "=", "opportunity")],
            ["date:month"],
            ["average_score:avg", "card_count:sum"],
        )
        self.assertEqual((month, score, count), (date(2026, 3, 1), 10.0, 4))

    def test_who_sees_whose(self):
        """One's own and one's team's figures; all for who sees all documents."""
        leader, member, stranger = (
            self.user_sales_leads,
            self.user_sales_salesman,
            self.user_sales_manager,
        )
        self.sales_team_1.user_id = leader
        leader.group_ids = self.env.ref("sales_team.group_sale_salesman")
        self._deal(**self.mine)
        self._deal(user_id=stranger.id, team_id=False)
        self._snapshot("2026-03-02")
        rows = self._rows()
        team = rows.filtered(lambda row: row.user_id == member)
        self.assertEqual(len(rows), 2)
        for user, seen in ((member, team), (leader, team), (stranger, rows)):
            with self.subTest(user=user.login):
                self.assertEqual(rows.with_user(user)._filtered_access("read"), seen)

    @users("user_sales_manager")
    def test_nobody_writes_history(self):
        """Figures of the past are made by the job alone."""
        model = self.env["crm.card.snapshot"]
        for operation in ("create", "write", "unlink"):
            self.assertFalse(model.has_access(operation))
        self.assertFalse(self.env["crm.card.refresh"].has_access("write"))

    @users("user_sales_salesman")
    def test_rules_are_the_managers(self):
        """Sales people read the rules, managers write them."""
        self.assertTrue(self.rule.with_user(self.env.user).name)
        with self.assertRaises(AccessError):
            self.rule.with_user(self.env.user).name = "Mine"
        self.rule.with_user(self.user_sales_manager).name = "Ours"

    def test_rules_of_another_company(self):
        """A rule of companies one does not work for is not seen."""
        self.rule.company_ids = self.env["res.company"].create({"name": "Other"})
        manager = self.user_sales_manager
        self.assertFalse(self.rule.with_user(manager)._filtered_access("read"))
        self.assertFalse(self.rule.line_ids.with_user(manager)._filtered_access("read"))
