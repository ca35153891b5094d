# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestTarget(KpiCommon):
    """On each day a subject has one target of a KPI at most."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi(name="Won")
        cls.march = cls._target()

    @classmethod
    def _target(cls, date_from="2026-03-01", date_to="2026-03-31", **values):
        """A target of a person."""
        return cls.env["crm.kpi.target"].create(
            {
                "definition_id": cls.kpi.id,
                "company_id": cls.company.id,
                "user_id": cls.user_member.id,
                "date_from": date_from,
                "date_to": date_to,
                "value": 10,
                **values,
            }
        )

    def test_next_month_follows(self):
        """The last day belongs to the target, the next day to the next."""
        self.assertTrue(self._target("2026-04-01", "2026-04-30").id)

    def test_same_day_twice_is_refused(self):
        """And the message says with which days."""
        with self.assertRaisesRegex(ValidationError, "“Won”.*2026-03-01 until 2026-03-31"):
            self._target("2026-03-31", "2026-04-30")

    def test_two_in_one_save_are_seen(self):
        """Both are new."""
        values = self.march.copy_data()[0]
        values |= {"date_from": "2026-05-01", "date_to": "2026-05-31"}
        with self.assertRaises(ValidationError):
            self.env["crm.kpi.target"].create([values, values])

    def test_moved_target_is_checked(self):
        """Writing counts as well as creating."""
        april = self._target("2026-04-01", "2026-04-30")
        with self.assertRaises(ValidationError):
            april.date_from = "2026-03-15"

    def test_other_subjects_have_their_own(self):
        """A colleague, the company, and the person in a team."""
        for values in (
            {"user_id": self.user_mate.id},
            {"user_id": False},
            {"team_id": self.team_kpi.id},
        ):
            self.assertTrue(self._target(**values).id)

    def test_subject_that_no_figure_has_is_refused(self):
        """There is no figure of a product of a person."""
        product = self.env["product.product"].create({"name": "Machine"})
        with self.assertRaisesRegex(ValidationError, "choose one of them"):
            self._target("2027-01-01", "2027-01-31", product_id=product.id)

    @mute_logger("odoo.sql_db")
    def test_days_are_in_order(self):
        """A target begins before it ends."""
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._target("2027-02-02", "2027-02-01")

    @mute_logger("odoo.sql_db")
    def test_database_refuses_what_two_people_save_at_once(self):
        """Neither sees the other's row, so the method cannot: the database does."""
        with self.assertRaises(IntegrityError) as caught, self.cr.savepoint():
            self.cr.execute(
                """
                INSERT INTO crm_kpi_target
                       (definition_id, company_id, user_id, date_from, date_to, value)
                SELECT definition_id, company_id, user_id, '2026-03-31', '2026-04-30', 5
                  FROM crm_kpi_target WHERE id = %s
                """,
                [self.march.id],
            )
            self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertIn("days_excl", caught.exception.diag.constraint_name)
