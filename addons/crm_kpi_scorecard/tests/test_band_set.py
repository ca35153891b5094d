# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KpiCommon


@tagged("post_install", "-at_install")
class TestBandSet(KpiCommon):
    """A scale has one place for each value."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi(name="Margin")

    def _scale(self, **values):
        """Two bands that meet at 10, which belongs to the second."""
        return self._create_bands(self.kpi, (None, 10, "red"), (10, None, "green"), **values)

    def test_story_four_is_accepted(self):
        """[0,5) red, [5,10) yellow, [10,15] green, above 15 orange, nothing below 0."""
        scale = self._create_bands(
            self.kpi,
            (0, 5, "red"),
            (5, 10, "yellow"),
            (10, 15, "green", "[]"),
            (15, None, "orange", "(]"),
            has_low=True,
        )
        self.assertEqual(scale.band_ids.mapped("sign"), ["▼", "!", "✓", "▲"])
        self.assertEqual(scale.summary, "▼ [0, 5) · ! [5, 10) · ✓ [10, 15] · ▲ (15, ∞)")

    def test_empty_scale_is_accepted(self):
        """A set is made first and filled later."""
        self.assertTrue(self._create_bands(self.kpi).id)

    def test_gap_is_refused_with_drawing(self):
        """The message shows the scale and where the hole is."""
        with self.assertRaises(ValidationError) as caught:
            self._create_bands(self.kpi, (None, 5, "red"), (8, None, "green"))
        for line in ("“Margin”", "(−∞, 5)  ▼ red", "✗ gap: 5 … 8", "[8, ∞)   ✓ green"):
            self.assertIn(line, str(caught.exception))

    def test_overlap_at_one_point_is_refused(self):
        """5 cannot belong to both neighbours."""
        with self.assertRaisesRegex(ValidationError, "overlap: 5"):
            self._create_bands(self.kpi, (None, 5, "red", "[]"), (5, None, "green"))

    def test_open_end_is_refused(self):
        """Without a declared range the scale runs to infinity."""
        with self.assertRaisesRegex(ValidationError, "✗ end"):
            self._create_bands(self.kpi, (None, 5, "red"), (5, 10, "green"))

    def test_range_backwards_is_refused(self):
        """A declared range has a bottom below its top."""
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self._create_bands(
                self.kpi, (5, 10, "red"), has_low=True, low=10, has_high=True, high=5
            )

    def test_limit_moves_in_one_save(self):
        """Both neighbours of a limit change in the same write, checked together at the end."""
        scale = self._scale()
        first, second = scale.band_ids
        scale.write(
            {
                "band_ids": [
                    Command.update(first.id, {"high": 20}),
                    Command.update(second.id, {"low": 20}),
                ]
            }
        )
        self.assertEqual((first.high, second.low), (20, 20))

    def test_bands_are_replaced_in_one_save(self):
        """Old bands go and new ones come in the same write."""
        scale = self._scale()
        line = {"name": "All", "colour": "grey"}
        scale.write({"band_ids": [Command.clear(), Command.create(line)]})
        self.assertEqual(scale.band_ids.mapped("name"), ["All"])

    def test_scale_of_a_kpi_changes_within_the_kpi(self):
        """The form of the KPI saves scales and bands in one write."""
        scale = self._scale()
        first, second = scale.band_ids
        moved = [
            Command.update(first.id, {"high": 7}),
            Command.update(second.id, {"low": 7}),
        ]
        self.kpi.write({"band_set_ids": [Command.update(scale.id, {"band_ids": moved})]})
        self.assertEqual(second.low, 7)

    def test_one_band_alone_cannot_open_a_gap(self):
        """A call on the band itself is checked as well."""
        scale = self._scale()
        with self.assertRaisesRegex(ValidationError, "gap"):
            scale.band_ids[0].with_context(kpi_bands=True).high = 5

    def test_one_band_alone_cannot_be_deleted(self):
        """What is left would have a hole."""
        scale = self._scale()
        with self.assertRaisesRegex(ValidationError, "start"):
            scale.band_ids[0].unlink()

    def test_all_bands_are_deleted_together(self):
        """An empty scale is no fault."""
        scale = self._scale()
        scale.band_ids.unlink()
        self.assertFalse(scale.band_ids)

    def test_version_grows_with_each_change(self):
        """Whoever edits an older state can be told."""
        scale = self._scale()
        self.assertEqual(scale.version, 0)
        scale.write({"has_low": False, "basis": "target"})
        self.assertEqual(scale.version, 1)
        scale.band_ids.write({"low_included": True})
        self.assertEqual(scale.version, 2)

    def test_new_colour_brings_its_sign(self):
        """Unless the sign was chosen by hand."""
        band, chosen = self._scale().band_ids
        band.colour = "blue"
        self.assertEqual(band.sign, "●")
        chosen.sign = "★"
        chosen.colour = "orange"
        self.assertEqual(chosen.sign, "★")

    def test_copy_of_a_kpi_has_its_bands_and_a_code_of_its_own(self):
        """Copying is the way to a KPI that is nearly the same."""
        self._scale()
        copy = self.kpi.copy()
        self.assertEqual(copy.code, f"{self.kpi.code}_2")
        self.assertEqual(copy.band_set_ids.band_ids.mapped("colour"), ["red", "green"])
