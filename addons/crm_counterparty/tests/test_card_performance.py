# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import warmup

from .card import CardCommon


class TestCardPerformance(CardCommon):
    """Scores cost no more queries for many cards than for few."""

    def _count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _deals(self, number):
        return self.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {index}",
                    "type": "opportunity",
                    "stage_id": self.stage_new.id,
                    "user_id": False,
                    "team_id": False,
                    "counterparty_id": self.entity.id,
                }
                for index in range(number)
            ]
        )

    def _clients(self, number):
        return self.env["res.partner"].create(
            [{"name": f"Client {index}", "is_client": True} for index in range(number)]
        )

    @warmup
    def test_write_of_a_watched_field(self):
        """A phone written on many deals."""
        few, many, first = self._deals(3), self._deals(60), self._deals(2)
        first.write({"phone": "1"})
        self.assertEqual(
            self._count(lambda: few.write({"phone": "1"})),
            self._count(lambda: many.write({"phone": "1"})),
        )

    @warmup
    def test_write_over_a_relation(self):
        """A tax number that belongs to many deals."""
        self._deals(3)
        self.entity.vat = "HU12345676"
        few = self._count(lambda: self.entity.write({"vat": False}))
        self._deals(60)
        self.entity.vat = "HU12345676"
        self.assertEqual(few, self._count(lambda: self.entity.write({"vat": False})))

    @warmup
    def test_gaps_of_a_list(self):
        """The column "Missing Fields" in a list of clients and of deals, as a salesperson."""
        for few, many in (
            (self._clients(3), self._clients(60)),
            (self._deals(3), self._deals(60)),
        ):
            counts = []
            few.with_user(self.user_sales_manager).mapped("missing_fields")
            for cards in (few, many):
                seen = cards.with_user(self.user_sales_manager)
                counts.append(self._count(lambda seen=seen: seen.mapped("missing_fields")))
            self.assertEqual(*counts)

    @warmup
    def test_refresh_of_many_cards(self):
        """The job after a change of rules."""
        rules = self.env["crm.card.rule"]._read_rules()
        for few, many in (
            (self._clients(3), self._clients(60)),
            (self._deals(3), self._deals(60)),
        ):
            self.assertEqual(
                self._count(lambda cards=few: cards._store_card_scores(rules)),
                self._count(lambda cards=many: cards._store_card_scores(rules)),
            )

    @warmup
    def test_requirement_of_many_cards(self):
        """Many cards dragged at once are checked together."""
        self.line_vat.required_stage_id = self.stage_contract
        self.entity.vat = "HU12345676"
        few, many = self._deals(3), self._deals(60)
        self.assertEqual(
            self._count(few._check_stage_requirements),
            self._count(many._check_stage_requirements),
        )

    @warmup
    def test_without_requirements_nothing_is_asked(self):
        """As long as no stage requires anything, a move costs no query of ours."""
        deals = self._deals(3)
        self.env["crm.card.rule"]._rules()
        with self.assertQueryCount(0):
            deals._check_stage_requirements()
