# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestDefinition(KpiCommon):
    """What a KPI needs is said on save."""

    def test_ratio_needs_two_measures(self):
        """What is divided, and by what."""
        with self.assertRaisesRegex(ValidationError, "two measures"):
            self._create_kpi(kind="ratio")

    def test_average_needs_a_field(self):
        """Counted records have no average."""
        with self.assertRaisesRegex(ValidationError, "averaged"):
            self._create_kpi(kind="average")

    def test_sum_needs_a_measure_that_sums(self):
        """A number of records is kind “Number”."""
        with self.assertRaisesRegex(ValidationError, "adds something up"):
            self._create_kpi(kind="sum")

    def test_number_is_no_percentage(self):
        """Ten deals are not 1,000 %."""
        with self.assertRaisesRegex(ValidationError, "no percentage"):
            self._create_kpi(unit="percent")
        measure = self._create_measure()
        self.assertTrue(self._create_kpi(measure, measure, unit="percent").id)

    def test_kpi_is_computed_for_some_period(self):
        """Without any it would never be."""
        with self.assertRaisesRegex(ValidationError, "Choose the periods"):
            self._create_kpi(per_month=False)

    def test_cohort_needs_its_date(self):
        """Else every figure would be of today."""
        with self.assertRaisesRegex(ValidationError, "date of the cohort"):
            self._create_kpi(basis="cohort")
        measure = self._create_measure(cohort_date_field="create_date")
        self.assertTrue(self._create_kpi(measure, basis="cohort").id)

    def test_formula_that_cannot_be_read_is_refused(self):
        """The message says where."""
        with self.assertRaisesRegex(ValidationError, r"column 4"):
            self._create_kpi(kind="formula", formula="won.__class__")

    def test_formula_without_text_is_refused(self):
        """A formula is what the KPI is."""
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self._create_kpi(kind="formula")

    def test_unknown_name_is_refused(self):
        """Told by name."""
        with self.assertRaisesRegex(ValidationError, "not there: no_such_thing"):
            self._create_kpi(kind="formula", formula="no_such_thing + 1")

    def test_name_of_another_company_is_unknown(self):
        """A KPI of all companies is not made of what one company has."""
        self._create_measure(code="ours_only", company_id=self.company.id)
        with self.assertRaisesRegex(ValidationError, "ours_only"):
            self._create_kpi(kind="formula", formula="ours_only")
        own = self._create_kpi(kind="formula", formula="ours_only", company_id=self.company.id)
        self.assertTrue(own.id)

    def test_formula_of_itself_is_refused(self):
        """The shortest circle."""
        kpi = self._create_kpi(code="snake")
        with self.assertRaisesRegex(ValidationError, "snake → snake"):
            kpi.write({"kind": "formula", "formula": "snake + 1"})

    def test_circle_is_refused_with_its_path(self):
        """Over three KPIs, told as a path."""
        first = self._create_kpi(code="aa")
        self._create_kpi(code="bb", kind="formula", formula="aa * 2")
        self._create_kpi(code="cc", kind="formula", formula="bb * 2")
        with self.assertRaisesRegex(ValidationError, "aa → cc → bb → aa"):
            first.write({"kind": "formula", "formula": "cc"})

    def test_circle_through_a_companys_own_kpi_is_refused(self):
        """A company's KPI takes the place of the common one of the same code, there only."""
        self._create_kpi(code="aa")
        self._create_kpi(code="bb", kind="formula", formula="aa * 2")
        with self.assertRaisesRegex(ValidationError, "made of themselves"):
            self._create_kpi(code="aa", kind="formula", formula="bb", company_id=self.company.id)

    def test_measure_of_another_company_is_refused(self):
        """A KPI of all companies cannot count what one company has."""
        measure = self._create_measure(company_id=self.company.id)
        with self.assertRaises(UserError):
            self._create_kpi(measure)
        self.assertTrue(self._create_kpi(measure, company_id=self.company.id).id)

    def test_kpi_with_closed_figures_is_archived_not_deleted(self):
        """History is not thrown away."""
        kpi = self._create_kpi()
        figure = self._create_snapshot(kpi, is_frozen=True)
        with self.assertRaisesRegex(UserError, "Archive it"):
            kpi.unlink()
        figure.is_frozen = False
        kpi.unlink()
        self.assertFalse(figure.exists())
