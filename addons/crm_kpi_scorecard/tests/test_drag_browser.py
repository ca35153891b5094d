# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .common import KpiCommon
from .common_pointer import PointerCase

BOARD = "/odoo/scorecard?kind=month&level=person"
GRIP = "[data-limit='{}'] .o_kpi_grip"
NOW = "Number(document.querySelector('[data-limit=\"{}\"]').ariaValueNow)"
# How many deals the person won in months before this one, the last one first.
MONTHS = (3, 12, 7, 6, 5)


@tagged("post_install", "-at_install")
class TestDrag(PointerCase, KpiCommon):
    """A limit between two bands, moved by mouse and keyboard: colours follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.kpi.definition"].search([("id", "!=", False)]).action_archive()
        cls.manager = cls.user_sales_manager.login
        cls.kpi = cls._create_kpi(name="Deals", code="dragged", digits=0)
        cls.bands = cls._create_bands(
            cls.kpi, (None, 4, "red"), (4, 10, "green"), (10, None, "orange")
        )
        now = fields.Datetime.now()
        for number, won in enumerate((3, *MONTHS)):
            day = now - relativedelta(months=number, day=15) if number else now
            for _deal in range(won):
                cls._create_won(cls.user_member, cls.team_kpi, day)
        cls._compute()

    @classmethod
    def _compute(cls):
        """What the scheduler does soon after limits have changed."""
        cls.env.flush_all()
        cls.env["crm.kpi.snapshot"]._store(cls.company)
        cls.env.flush_all()

    def _limit(self, number=0):
        """Where a limit stands, as the page tells it."""
        return self._evaluate(NOW.format(number))

    def _take(self, number=0):
        """Take hold of a limit; return where it is and how many pixels one deal is."""
        second, _y = self._centre(GRIP.format(1))
        x, y = self._press(GRIP.format(number))
        return x, y, (second - x) / (self._limit(1) - self._limit(0))

    def _segments(self):
        """The widths of the bands drawn."""
        return self._evaluate(
            "[...document.querySelectorAll('.o_kpi_segment')].map((one) => one.width.baseVal.value)"
        )

    def _stored(self):
        """The limit as the two bands beside it have it now."""
        self.env.invalidate_all()
        red, green, _orange = self.bands.band_ids
        return red.high, green.low

    def _wait_colour(self, colour):
        """The cell of the person on the board, where 3 deals of this month stand."""
        self._wait_for(
            f'document.querySelector(\'[data-key="{self.user_member.id}"] .o_kpi_band_{colour}'
            " .o_kpi_board_value')?.textContent.trim()",
            "3",
        )

    def _figure(self):
        """What is stored of the person for this month."""
        domain = [("definition_id", "=", self.kpi.id), ("user_id", "=", self.user_member.id)]
        domain += [("kind", "=", "month"), ("level", "=", "person")]
        return self.env["crm.kpi.snapshot"].search(domain, order="date_from DESC", limit=1)

    def _drag_in_guide(self):
        """From 4 deals to 2, under the histogram, looking at the colours before letting go."""
        person = "document.querySelector('.o_kpi_guide_people li')?.dataset.colour"
        reds = "document.querySelectorAll('.o_kpi_bar[data-colour=red]').length"
        self._wait_for(person, "red")
        self.assertTrue(self._evaluate(reds), "the months of few deals are red")
        before = self._segments()
        x, y, deal = self._take()
        self._pull(x, y, x - 2 * deal)
        self._wait_for(person, "green")
        self._wait_for(reds, 0)
        self.assertLess(self._segments()[0], before[0], "the red band is narrower already")
        self._mouse("mouseReleased", x - 2 * deal, y, 0)
        self.limit = self._limit()
        self.assertAlmostEqual(self.limit, 2, delta=0.5)
        with self._server():
            self.assertEqual(self._stored(), (4, 4), "nothing is saved before it is accepted")
        self._click(".o_kpi_accept")
        self._wait_for("Boolean(document.querySelector('.o_notification_bar.bg-success'))")

    def _look_at_board(self):
        """The cell changes on the open page as soon as figures are judged anew."""
        self._wait_colour("red")
        self._wait_for_bus()
        self._evaluate("window.kpiStays = true")
        with self._server():
            self._compute()
            self.assertEqual(self._figure().colour, "green")
        self._wait_colour("green")
        self.assertTrue(self._evaluate("window.kpiStays"), "the page was not loaded anew")

    def test_guide_and_board(self):
        """A limit dragged in the guide recolours at once, is saved, and recolours the board."""
        self._play("/odoo/kpi-setup", self.manager, self._drag_in_guide)
        self.assertEqual(self._stored(), (self.limit, self.limit))
        self._play(BOARD, self.manager, self._look_at_board)

    def _drag_in_form(self):
        """By mouse, then by keyboard, then saved with the form."""
        self._wait_for("document.querySelectorAll('.o_kpi_segment').length", 3)
        before = self._segments()
        x, y, deal = self._take()
        self._pull(x, y, x - deal)
        self.assertLess(self._segments()[0], before[0])
        self._mouse("mouseReleased", x - deal, y, 0)
        dropped = self._limit()
        self.assertAlmostEqual(dropped, 3, delta=0.5)
        self._key("ArrowRight")
        self._wait_for(f"{NOW.format(0)} > {dropped}")
        self.limit = self._limit()
        self._click(".o_form_button_save")
        self._wait_for("Boolean(document.querySelector('.o_form_saved'))")

    def test_form_of_the_bands(self):
        """In the form of a set, too, by mouse and by arrow keys."""
        path = f"/odoo/crm.kpi.band.set/{self.bands.id}"
        self._play(path, self.manager, self._drag_in_form)
        self.assertEqual(self._stored(), (self.limit, self.limit))

    def _give_away(self):
        """A click that does not move gives the limit itself to the other band, and back."""
        self._wait_for("document.querySelectorAll('.o_kpi_segment').length", 3)
        text = "document.querySelector(\"[data-limit='0'] .o_kpi_limit_text\").textContent"
        self.assertEqual(self._evaluate(text), "≥ 4")
        self._click(GRIP.format(0))
        self._wait_for(text, "≤ 4")

    def test_click_gives_the_limit_away(self):
        """Who is on the border is decided by a click on the limit."""
        self._play("/odoo/kpi-setup", self.manager, self._give_away)
