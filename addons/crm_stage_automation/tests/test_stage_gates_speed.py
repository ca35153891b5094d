# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common_gates import GatesCommon


@tagged("post_install", "-at_install")
class TestStageGatesSpeed(GatesCommon):
    """What requirements cost whoever moves deals or looks at them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        playbooks = cls.env["crm.playbook"].search([("is_on", "=", True)])
        playbooks.write({"is_on": False})

    def _deals(self, count):
        """Deals of the person with a ticked item, as he sees them."""
        quiet = {"tracking_disable": True, "mail_create_nosubscribe": True}
        values = {
            "type": "opportunity",
            "team_id": self.sales_team_1.id,
            "user_id": self.person.id,
            "stage_id": self.new.id,
            "company_id": self.company.id,
        }
        leads = self.env["crm.lead"].with_context(**quiet)
        deals = leads.create([{"name": f"Deal {number}", **values} for number in range(count)])
        if budget := self.budget.exists():
            self.env["crm.stage.tick"].create(
                [{"lead_id": deal.id, "requirement_id": budget.id} for deal in deals]
            )
        self.env.cr.flush()
        return self.env["crm.lead"].browse(deals.ids).with_user(self.person)

    def _queries(self, work):
        """How many queries some work takes with cold caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _moves(self, count):
        """How many queries moving so many deals takes."""
        deals = self._deals(count)
        return self._queries(lambda: deals.write({"stage_id": self.proposition.id}))

    def _few_and_many(self):
        """How many queries moving 10 and 100 deals takes once the caches are warm."""
        self._moves(10)
        self._moves(10)
        return [self._moves(10), self._moves(100)]

    def test_moves(self):
        """As many queries for 100 deals as for 10, and none where no stage needs anything."""
        self._require(kind="activity", activity_type_id=self.call_type.id, strictness="ask")
        required = self._few_and_many()
        requirements = self.env["crm.stage.requirement"].search([("id", "!=", False)])
        requirements.strictness = "ask"
        asked = self._few_and_many()
        requirements.unlink()
        without = self._few_and_many()
        self.assertEqual(asked, without)
        more = [mine - theirs for mine, theirs in zip(required, without, strict=True)]
        self.assertEqual(more[0], more[1], (required, without))
        self.assertLessEqual(more[0], 4, (required, without))

    def test_cards(self):
        """A pipeline of 100 cards costs as many queries as one of 10."""
        self._require("Soon", self.generic)
        warm = self._deals(2)
        self._queries(lambda: warm.mapped("stage_progress"))
        few, many = self._deals(10), self._deals(100)
        counts = [
            self._queries(lambda deals=deals: deals.mapped("stage_progress"))
            for deals in (few, many)
        ]
        self.assertEqual(*counts)

    def test_nothing_is_asked(self):
        """Where no stage needs anything, neither moves nor cards cost a query of ours."""
        self.env["crm.stage.requirement"].search([("id", "!=", False)]).unlink()
        deal = self.deal
        deal.mapped("stage_id.script")
        self.env["crm.stage"]._gates()
        with self.assertQueryCount(0):
            self.assertFalse(deal._has_gates())
            self.assertFalse(deal.stage_progress)
