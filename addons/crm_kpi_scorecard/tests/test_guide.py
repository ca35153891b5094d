# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from odoo.addons.crm_kpi_scorecard.tests.common import KpiCommon

NOW = "2026-04-15 12:00:00"
# Deals won by the member in each month from April 2025 to March 2026.
WON = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestGuide(KpiCommon):
    """Bands and a target proposed from a year of figures, and saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls._create_kpi(per_team=False, digits=0)
        with freeze_time(NOW):
            cls._win(cls.user_member, WON)

    @classmethod
    def _win(cls, user, counts):
        """So many deals in each of the last months, the oldest first."""
        for number, count in enumerate(counts):
            month = (2025 * 12 + 3) + number
            when = datetime(month // 12, month % 12 + 1, 10, 12)
            for _each in range(count):
                cls._create_won(user, cls.team_kpi, when)

    def _guide(self, kpi=None):
        """The guide as somebody sees it."""
        return self.env["crm.kpi.definition"].with_company(self.company)

    def _item(self, kpi=None):
        """One KPI of the guide."""
        return self._guide().propose_bands([(kpi or self.kpi).id])["items"][0]

    def _save(self, bands, version=None, target=None, kpi=None):
        """Accept bands."""
        wanted = {"definition_id": (kpi or self.kpi).id, "bands": bands, "version": version}
        if target:
            wanted["target"] = target
        return self._guide().save_bands([wanted])["items"][0]

    @users("user_sales_manager")
    def test_proposal_of_people(self):
        """Twelve months of one person: limits where fifths end, colours from bad to good."""
        item = self._item()
        self.assertEqual((item["state"], item["level"], item["count"]), ("proposed", "person", 12))
        self.assertEqual([band["low"] for band in item["proposal"]], [None, "4", "7", "10"])
        colours = [band["colour"] for band in item["proposal"]]
        self.assertEqual(colours, ["red", "yellow", "green", "orange"])
        self.assertEqual(item["target"], "10")
        self.assertEqual(sum(column["count"] for column in item["histogram"]), 12)

    @users("user_sales_manager")
    def test_bands_join(self):
        """Where a proposed band ends, the next begins, and both ends are open."""
        bands = self._item()["proposal"]
        self.assertEqual([band["high"] for band in bands], ["4", "7", "10", None])
        self.assertTrue(all(band["low_in"] and not band["high_in"] for band in bands))
        self.assertTrue(all(band["name"] and band["sign"] for band in bands))

    @users("user_sales_manager")
    def test_open_month_does_not_count(self):
        """A month that is not over yet would look bad; it is no figure of the year."""
        self._create_won(self.user_member, self.team_kpi, datetime(2026, 4, 2))
        self.assertEqual(self._item()["count"], 12)

    @users("user_sales_manager")
    def test_months_without_deals_between(self):
        """Nothing won between two months with deals is a 0; before the first deal it is not."""
        kpi = self._create_kpi(
            self._create_measure(domain="[('won_status', '=', 'won'), ('referred', '=', 'gap')]")
        )
        for month in (1, 2, 3):
            when = datetime(2026, month, 5)
            if month != 2:
                self._create_won(self.user_mate, self.team_kpi, when, referred="gap")
        self.assertEqual(self._item(kpi)["count"], 3)

    @users("user_sales_manager")
    def test_people_as_they_are(self):
        """The figures of the last finished month, by name."""
        item = self._item()
        self.assertEqual(item["period"], "2026-03-01")
        self.assertEqual(
            item["people"],
            [{"id": self.user_member.id, "name": self.user_member.name, "value": "12"}],
        )

    @users("user_sales_manager")
    def test_too_little(self):
        """Without figures nothing is proposed."""
        kpi = self._create_kpi(self._create_measure(domain="[('referred', '=', 'nobody')]"))
        item = self._item(kpi)
        self.assertEqual((item["state"], item["proposal"], item["target"]), ("too_little", [], ""))

    @users("user_sales_manager")
    def test_small_samples_are_left_out(self):
        """What would be grey on the board says nothing about what is usual."""
        self.kpi.sudo().minimal_sample = 5
        self.assertEqual(self._item()["count"], 8)

    @users("user_sales_manager")
    def test_lower_is_better(self):
        """The colours the other way round, and the target at the low end."""
        self.kpi.sudo().higher_is = "worse"
        item = self._item()
        self.assertEqual(item["proposal"][0]["colour"], "green")
        self.assertEqual(item["target"], "3")

    @users("user_sales_manager")
    def test_usual_in_the_middle(self):
        """Neither better nor worse: one green band between two yellow ones."""
        self.kpi.sudo().higher_is = "neither"
        bands = self._item()["proposal"]
        self.assertEqual([band["colour"] for band in bands], ["yellow", "green", "yellow"])
        self.assertEqual([band["low"] for band in bands], [None, "4", "10"])

    @users("user_sales_manager")
    def test_stored_figures_say_the_same(self):
        """From the stored figures of the year comes the same proposal as from the records."""
        live = self._item()
        snapshots = self.env["crm.kpi.snapshot"].sudo()
        definition = self.kpi.sudo()
        figures, told = self._guide().browse(self.kpi.id)._kpi_year()
        snapshots._store(self.company, told[self.kpi.id], definition)
        self.assertFalse(
            definition.with_company(self.company)._kpi_not_stored(
                snapshots._kpi_load(
                    self.company, definition, "month", {one.start for one in told[self.kpi.id]}
                ),
                told[self.kpi.id],
            )
        )
        self.assertEqual(self._item(), live)
        self.assertTrue(figures)

    @users("user_sales_manager")
    def test_saved_and_found_again(self):
        """Accepted bands are the company's, and the guide shows them from then on."""
        bands = self._item()["proposal"]
        item = self._save(bands)
        self.assertEqual(item["state"], "has_bands")
        stored = self.kpi.band_set_ids
        self.assertEqual(stored.company_id, self.company)
        self.assertEqual(stored.band_ids.mapped("low"), [0.0, 4.0, 7.0, 10.0])
        self.assertEqual([band["low"] for band in item["set"]["bands"]], [None, "4", "7", "10"])

    @users("user_sales_manager")
    def test_records_of_bands_stay(self):
        """A limit that moves keeps the band's record: stored figures point at it."""
        item = self._save(self._item()["proposal"])
        before = self.kpi.band_set_ids.band_ids
        bands = item["set"]["bands"]
        bands[0]["high"] = bands[1]["low"] = "4"
        self._save(bands, item["version"])
        self.assertEqual(self.kpi.band_set_ids.band_ids, before)
        self.assertEqual(before.mapped("low"), [0.0, 4.0, 7.0, 10.0])

    @users("user_sales_manager")
    def test_older_version_is_refused(self):
        """Who edits what somebody else has saved since is told, and overwrites nothing."""
        item = self._save(self._item()["proposal"])
        bands, version = item["set"]["bands"], item["version"]
        self._save(bands, version)
        with self.assertRaisesRegex(UserError, "Somebody else has changed"):
            self._save(bands, version)

    @users("user_sales_manager")
    def test_created_meanwhile(self):
        """Bands made where there were none do not replace somebody else's first ones."""
        bands = self._item()["proposal"]
        self._save(bands)
        with self.assertRaisesRegex(UserError, "Somebody else has changed"):
            self._save(bands)

    @users("user_sales_manager")
    def test_gap_is_refused(self):
        """A scale with a hole is refused as everywhere."""
        bands = self._item()["proposal"]
        bands[0]["high"] = "2"
        with self.assertRaises(ValidationError):
            self._save(bands)

    @users("user_sales_manager")
    def test_what_is_no_number(self):
        """Limits come from outside: what is not a finite number is refused in words."""
        for wrong in ("nan", "inf", "x", "1/0", [], "1e999"):
            bands = self._item()["proposal"]
            bands[0]["high"] = bands[1]["low"] = wrong
            with self.subTest(wrong=wrong), self.assertRaisesRegex(UserError, "not a number"):
                self._save(bands)

    @users("user_sales_manager")
    def test_target_of_people(self):
        """A target for each member of a team, for twelve months from the current one."""
        self._save(self._item()["proposal"], target={"value": "9.8", "level": "person"})
        targets = self.kpi.target_ids
        self.assertLessEqual(self.user_member | self.user_mate, targets.user_id)
        self.assertEqual(set(targets.mapped("value")), {9.8})
        dates = {(str(one.date_from), str(one.date_to)) for one in targets}
        self.assertEqual(dates, {("2026-04-01", "2027-03-31")})

    @users("user_sales_manager")
    def test_target_again(self):
        """Accepted twice there is one target; one that began earlier ends before it."""
        old = self.env["crm.kpi.target"].create(
            {
                "definition_id": self.kpi.id,
                "company_id": self.company.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "value": 5,
            }
        )
        item = self._save(self._item()["proposal"], target={"value": "8", "level": "company"})
        target = {"value": "9", "level": "company"}
        self._save(item["set"]["bands"], item["version"], target)
        self.assertEqual(str(old.date_to), "2026-03-31")
        self.assertEqual((self.kpi.target_ids - old).mapped("value"), [9.0])

    @users("user_leader", "user_sales_salesman", "user_sales_leads")
    def test_managers_only(self):
        """The guide shows everybody's figures, and writes limits for everybody."""
        with self.assertRaises(AccessError):
            self._item()
        with self.assertRaises(AccessError):
            self._save([])

    @users("user_sales_manager")
    def test_other_company(self):
        """A KPI of another company is not in the guide, and is not saved from it."""
        other = self.env["res.company"].sudo().create({"name": "Other"})
        kpi = self._create_kpi(company_id=other.id)
        self.assertFalse(self._guide().propose_bands([kpi.id])["items"])
        with self.assertRaises(UserError):
            self._save([], kpi=kpi)

    def test_queries_do_not_grow_with_people(self):
        """The proposal for many people costs as many queries as for one."""
        people = [self._create_user(f"user_guide_{number}") for number in range(6)]
        # The first one reads rules and rights, too.
        self._count_queries()
        few = self._count_queries()
        for user in people:
            self._win(user, (1,) * 12)
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        """The queries of one proposal, with nothing in the cache."""
        self.env.flush_all()
        guide = self._guide().with_user(self.user_sales_manager)
        guide.propose_bands([self.kpi.id])
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        guide.propose_bands([self.kpi.id])
        return self.env.cr.sql_log_count - before
