# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_funnel import FunnelCommon

JANUARY = ("2026-01-01", "2026-01-31")


@tagged("post_install", "-at_install")
class TestFunnelRoles(FunnelCommon):
    """Whose deals the funnel counts, what it opens, and what it costs."""

    def _some(self, count, **values):
        """Deals of a person that went two stages far, one in three lost, one in three won."""
        with self._on("2026-01-02 10:00:00"):
            leads = self.env["crm.lead"].create(
                [
                    {
                        "name": f"Deal {number}",
                        "type": "opportunity",
                        "company_id": self.company.id,
                        "team_id": self.team.id,
                        "user_id": self.user_sales_leads.id,
                        "stage_id": self.new.id,
                        "expected_revenue": 100,
                        **values,
                    }
                    for number in range(count)
                ]
            )
        self._move(leads, "2026-01-03 10:00:00", self.offer)
        self._lose(leads[::3], "2026-01-04 10:00:00", self.price)
        self._move(leads[1::3], "2026-01-05 10:00:00", self.won)
        return leads

    def _open(self, figure, stage, user=None, **params):
        """The deals behind a figure, as somebody sees them."""
        asked = {"company_id": self.company.id, "date_from": JANUARY[0], "date_to": JANUARY[1]}
        user = user or self.user_sales_manager
        model = self.env["crm.kpi.funnel"].with_user(user)
        model = model.with_context(allowed_company_ids=self.company.ids)
        action = model.open_records(asked | params | {"figure": figure, "stage_id": stage.id})
        leads = model.env[action["res_model"]].with_context(**action["context"])
        return leads.search(action["domain"])

    def test_own_deals(self):
        """A salesperson counts his own deals and those of nobody, as core lets him read them."""
        self._create_lead("2026-01-02 10:00:00")
        self._create_lead("2026-01-02 10:00:00", user_id=self.user_sales_salesman.id)
        seller, everything = self.user_sales_salesman, self.user_sales_leads
        told = [self._funnel(*JANUARY, user=user) for user in (seller, everything)]
        seen = [one["total"]["created"] for one in told]
        self.assertEqual(seen, [1, 2])
        other = self._funnel(*JANUARY, user=seller, user_id=everything.id)
        self.assertEqual(other["total"]["created"], 0)

    def test_no_salesperson(self):
        """Who sells nothing sees no funnel."""
        user = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "funnel.clerk",
                "company_id": self.company.id,
                "company_ids": self.company.ids,
                "group_ids": self.env.ref("base.group_user").ids,
            }
        )
        with self.assertRaises(AccessError):
            self._funnel(*JANUARY, user=user)

    def test_people_to_choose(self):
        """Who reads only his own deals is offered himself."""
        model = self.env["crm.kpi.funnel"].with_context(allowed_company_ids=self.company.ids)
        params = {"company_id": self.company.id}
        seller = model.with_user(self.user_sales_salesman).options(params)
        self.assertEqual([one["id"] for one in seller["people"]], self.user_sales_salesman.ids)
        reader = model.with_user(self.user_sales_leads).options(params)
        self.assertIn(self.user_sales_leads.id, [one["id"] for one in reader["people"]])
        self.assertIn(self.team.id, [one["id"] for one in reader["teams"]])

    def test_every_figure_opens_its_deals(self):
        """As many as it says, of each stage and figure, by cohort and by period."""
        self._some(7)
        for basis in ("cohort", "period"):
            told = self._funnel(*JANUARY, basis=basis)
            for row in told["stages"]:
                stage = self.env["crm.stage"].browse(row["id"])
                for figure in ("reached", "entered", "left", "lost"):
                    with self.subTest(basis=basis, stage=stage.name, figure=figure):
                        leads = self._open(figure, stage, basis=basis)
                        self.assertEqual(len(leads), row[figure])

    def test_a_reason_opens_its_deals(self):
        """Those lost for it, and those lost without any."""
        leads = self._some(3)
        self._lose(leads[2], "2026-01-06 10:00:00")
        self.assertEqual(self._open("lost", self.offer, reason_id=self.price.id), leads[0])
        self.assertEqual(self._open("lost", self.offer, reason_id=0), leads[2])

    def test_opened_with_own_rights(self):
        """A list opened by somebody else holds what he may read."""
        leads = self._some(1, user_id=self.user_sales_salesman.id) | self._some(1)
        self.assertEqual(self._open("reached", self.new), leads)
        own = self._open("reached", self.new, user=self.user_sales_salesman)
        self.assertEqual(own, leads[0])

    def test_address_written_by_hand(self):
        """It is refused in words."""
        leads = self.env["crm.lead"].with_user(self.user_sales_manager)
        for key in ("nonsense", "[1]", '{"figure": "all"}'):
            with self.subTest(key=key), self.assertRaises(UserError):
                leads.search([("kpi_funnel", "=", key)])

    def test_queries(self):
        """At most six, as many for 60 deals as for 6, also when two series are compared."""
        self._some(6)
        few = self._queries()
        self._some(54)
        many = self._queries()
        self.assertEqual(few, many)
        self.assertLessEqual(many, 6)

    def _queries(self):
        """How many queries the funnel of two periods takes once the caches are warm."""
        self._funnel(*JANUARY, compare="previous")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._funnel(*JANUARY, compare="previous")
        return self.env.cr.sql_log_count - before
