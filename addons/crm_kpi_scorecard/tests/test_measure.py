# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestMeasure(KpiCommon):
    """What can be counted is said on save."""

    @users("user_sales_manager")
    def test_manager_makes_a_measure_of_leads(self):
        """The plain case: won deals by person and team."""
        model = self.env["crm.kpi.measure"]
        created = model.create(
            {
                "name": "Won",
                "code": "won_by_hand",
                "model_id": self.env["ir.model"].sudo()._get_id("crm.lead"),
                "domain": "[('won_status', '=', 'won'), ('create_date', '>=', 'today -30d')]",
                "date_field": "date_won",
                "aggregate": "sum",
                "value_field": "expected_revenue",
                "person_path": "user_id",
                "source_path": "source_id",
                "company_path": "team_id.company_id",
            }
        )
        self.assertEqual(created.model_name, "crm.lead")

    def test_other_models_are_refused(self):
        """Nobody counts users or mails."""
        with self.assertRaisesRegex(ValidationError, "records of one of these"):
            self._create_measure(model="res.users")

    def test_records_need_a_model(self):
        """The model is what is counted."""
        with self.assertRaisesRegex(ValidationError, "records of one of these"):
            self._create_measure(model=False)

    def test_path_that_leads_nowhere_is_refused(self):
        """With the name of the field it stands in."""
        with self.assertRaisesRegex(ValidationError, "a_user.*Path to the Person"):
            self._create_measure(person_path="a_user")

    def test_path_to_something_else_is_refused(self):
        """A person is a user, not a customer."""
        with self.assertRaisesRegex(ValidationError, "does not lead"):
            self._create_measure(person_path="partner_id")

    def test_path_through_many_is_refused(self):
        """A fact would count several times."""
        with self.assertRaisesRegex(ValidationError, "does not lead"):
            self._create_measure(source_path="order_ids.source_id")

    def test_client_groups_may_be_many(self):
        """A customer with two groups counts in both."""
        self.assertTrue(self._create_measure(group_path="partner_id.category_id").id)

    def test_computed_field_is_refused(self):
        """The database does not have it."""
        with self.assertRaisesRegex(ValidationError, "does not lead"):
            self._create_measure(aggregate="sum", value_field="meeting_display_label")

    def test_sum_needs_a_number(self):
        """Names are not added up."""
        with self.assertRaisesRegex(ValidationError, "a number"):
            self._create_measure(aggregate="sum", value_field="name")

    def test_sum_needs_a_field(self):
        """Without one there is nothing to add up."""
        with self.assertRaisesRegex(ValidationError, "needs the field"):
            self._create_measure(aggregate="sum")

    def test_date_is_a_date(self):
        """A period is found by a date."""
        with self.assertRaisesRegex(ValidationError, "a date"):
            self._create_measure(date_field="name")

    def test_filter_that_is_no_list_is_refused(self):
        """Nothing of what people type is run as code."""
        for domain in ("[('user_id', '=', uid)]", "__import__('os')", "[", "7"):
            with self.subTest(domain), self.assertRaisesRegex(ValidationError, "filter"):
                self._create_measure(domain=domain)

    def test_filter_on_a_field_that_is_not_there_is_refused(self):
        """On save, not in the night."""
        with self.assertRaisesRegex(ValidationError, "filter"):
            self._create_measure(domain="[('nobody_knows', '=', 1)]")

    @users("user_sales_manager")
    def test_filter_on_what_the_writer_may_not_read_is_refused(self):
        """Figures are read by the system: a filter must not ask what its writer may not."""
        values = self._create_measure().copy_data()[0]
        values["domain"] = "[('user_id.totp_secret', '!=', False)]"
        with mute_logger("odoo.models"), self.assertRaises(UserError):
            self.env["crm.kpi.measure"].create(values)

    def test_code_is_a_word_of_formulas(self):
        """Capitals, spaces and names of functions could not be used in a formula."""
        for code in ("Won", "won deals", "1st", "if", "max"):
            with self.subTest(code), self.assertRaisesRegex(ValidationError, "cannot be a code"):
                self._create_measure(code=code)

    @mute_logger("odoo.sql_db")
    def test_code_is_unique_where_it_is_visible(self):
        """Two measures of all companies cannot have the same code."""
        self._create_measure(code="twice")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_measure(code="twice")

    def test_company_has_its_own_codes(self):
        """A company may say better what all say."""
        self._create_measure(code="twice")
        self.assertTrue(self._create_measure(code="twice", company_id=self.company.id).id)

    def test_code_that_a_formula_uses_stays(self):
        """Neither renamed nor deleted under it."""
        measure = self._create_measure(code="used_here")
        self._create_kpi(kind="formula", formula="used_here * 2", name="Double")
        with self.assertRaisesRegex(UserError, "Double"):
            measure.code = "renamed"
        with self.assertRaisesRegex(UserError, "Double"):
            measure.unlink()

    def test_entered_figures_are_read_from_our_model(self):
        """Nothing is to be chosen for them."""
        measure = self._create_measure(source="entries")
        self.assertEqual(
            (measure.aggregate, measure.value_field, measure.date_field, measure.model_id.id),
            ("sum", "value", "date", False),
        )

    def test_figures_are_entered_for_such_measures_only(self):
        """What is counted from records is not typed in."""
        with self.assertRaisesRegex(ValidationError, "counted from records"):
            self.env["crm.kpi.entry"].create(
                {"measure_id": self._create_measure().id, "date": "2026-03-01", "value": 5}
            )

    def test_source_of_code_has_a_name(self):
        """It is part of a method's name."""
        with self.assertRaisesRegex(ValidationError, "code of its source"):
            self._create_measure(source="plugin", plugin="No Name")
