# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DedupCommon

CLUSTERS = "odoo.addons.crm_lead_dedup.models.crm_dedup_cluster_build"
SCAN = "odoo.addons.crm_lead_dedup.models.crm_dedup_scan"


@tagged("post_install", "-at_install")
class TestDedupJob(DedupCommon):
    """A scan in slices: what it tells, how it is stopped, finding what a whole one finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls.env["crm.dedup.job"]
        for number in range(6):
            for _twin in range(2):
                cls._create_lead(
                    contact_name=f"{'ABCDEF'[number] * 3}nna Kovalchuk",
                    phone=f"+38050{number}234567",
                )

    def _job(self):
        return self.jobs.browse(self.jobs.action_scan()["res_id"])

    def _found(self):
        self.env.cr.execute(
            """SELECT left_id, right_id, left_model, right_model, tier, relation,
                      round(weight::numeric, 6), explanation_data
                 FROM crm_dedup_match ORDER BY 1, 2, 3, 4"""
        )
        return self.env.cr.fetchall()

    def _empty(self):
        self.env.cr.execute(
            "DELETE FROM crm_dedup_match; DELETE FROM crm_dedup_profile; DELETE FROM crm_dedup_key;"
            "DELETE FROM crm_dedup_cluster"
        )

    def test_slices_end_where_a_whole_scan_does(self):
        self.env["crm.dedup.engine"].scan()
        whole = self._found()
        self.assertGreaterEqual(len(whole), 6)
        self._empty()
        job = self._job()
        told = []
        with (
            patch(f"{SCAN}.FILL_SLICE", 7),
            patch(f"{SCAN}.PAIR_SLICE", 5),
            patch(f"{SCAN}_read.KEY_SLICE", 40),
            patch(f"{CLUSTERS}.CLUSTER_SLICE", 2),
        ):
            while job._slice({}):
                told.append((job.phase, job.progress))
        self.assertEqual(self._found(), whole)
        self.assertEqual((job.state, job.progress), ("done", 100.0))
        self.assertEqual(job.cluster_count, self.env["crm.dedup.cluster"].search_count([]))
        shares = [share for phase, share in told if phase == "pairs"]
        self.assertTrue(shares == sorted(shares) and len(set(shares)) > 3, shares)
        self.assertGreaterEqual([phase for phase, _share in told].count("clusters"), 2)
        spent = job.progress_data["spent"]
        self.assertEqual(set(spent), {"profiles", "figures", "pairs", "clusters"})
        self.assertEqual(sum(count for count, _total, _longest in spent.values()), len(told) + 1)

    def test_whole_base_on_all_cores(self):
        """Other processes read and weigh; clusters are made at once, whatever a slice may hold."""
        counts = self.env["crm.dedup.engine"].scan()
        whole = self._found()
        self._empty()
        with (
            patch(f"{SCAN}.LARGE", 0),
            patch(f"{SCAN}.FILL_SLICE", 7),
            patch(f"{SCAN}.PAIR_SLICE", 5),
            patch(f"{CLUSTERS}.CLUSTER_SLICE", 2),
        ):
            again = self.env["crm.dedup.engine"].scan()
        self.assertEqual(self._found(), whole)
        for name in ("pairs", "matches", "automatic", "review", "clusters"):
            self.assertEqual(again[name], counts[name], name)

    def test_same_job_while_one_is_waiting(self):
        job = self._job()
        self.assertEqual(self._job(), job)

    def test_stopped_and_gone_on(self):
        job = self._job()
        with patch(f"{SCAN}.FILL_SLICE", 7):
            job._slice({})
            position = job.progress_data["position"]
            job.action_cancel()
            self.assertEqual(job.state, "cancelled")
            self.assertFalse(self.jobs._next_job())
            job.action_resume()
            self.assertEqual(self.jobs._next_job(), job)
            self.assertEqual(job.progress_data["position"], position)
            while job._slice({}):
                pass
        self.assertEqual(job.state, "done")

    def test_cron_finishes_it(self):
        job = self._job()
        with self.enter_registry_test_mode():
            self.env.ref("crm_lead_dedup.ir_cron_dedup_job").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(job.state, "done")
        self.assertGreaterEqual(job.match_count, 6)

    @mute_logger("odoo.addons.crm_lead_dedup.models.crm_dedup_job")
    def test_failure_is_told_and_can_be_resumed(self):
        job = self._job()
        engine = self.env.registry["crm.dedup.engine"]
        with patch.object(engine, "_phase_figures", side_effect=ValueError("no more ink")):
            while job._slice({}):
                pass
        self.assertEqual((job.state, job.message), ("failed", "no more ink"))
        job.action_resume()
        while job._slice({}):
            pass
        self.assertEqual((job.state, job.message), ("done", False))

    def test_only_what_changed(self):
        self.env["crm.dedup.engine"].scan()
        before = self._found()
        statistics = self.env["crm.dedup.engine"].scan(full=False)
        self.assertEqual((statistics["profiles"], self._found()), (0, before))
        lead = self._create_lead(contact_name="Zoltan Kiss", phone="+36301234567")
        twin = self._create_partner(name="Kiss Zoltán", phone="+36 30 123 4567")
        statistics = self.env["crm.dedup.engine"].scan(full=False)
        self.assertEqual(statistics["profiles"], 2)
        self.assertEqual(lead.dedup_match_ids.right_partner_id, twin)
        self.assertEqual(lead.dedup_match_ids.cluster_id.size, 2)
        lead.write({"contact_name": "Somebody Else", "phone": "+36309999999"})
        self.env["crm.dedup.engine"].scan(full=False)
        self.assertFalse(lead.dedup_match_ids)
        self.assertFalse(twin.dedup_match_ids)
        self.assertEqual(self._found(), before)

    def test_late_calls_of_a_run_do_nothing(self):
        job = self._job()
        triggers = self.env["ir.cron.trigger"].search_count([])
        late = self.jobs.with_context(cron_end_time=time.monotonic() - 1)
        with patch.object(self.env.registry["ir.cron"], "_commit_progress") as progress:
            late._cron_work()
        progress.assert_called_once_with(0, remaining=1)
        self.assertEqual(job.state, "waiting")
        self.assertGreater(self.env["ir.cron.trigger"].search_count([]), triggers)

    def test_clusters_around_what_changed(self):
        leads = [
            self._create_lead(contact_name="Zoltan Kiss", phone="+36301234567") for _n in range(3)
        ]
        engine = self.env["crm.dedup.engine"]
        engine.scan()
        others = self.env["crm.dedup.cluster"].search([]) - leads[0].dedup_match_ids.cluster_id
        rows = self._clusters(others)
        matches = leads[0].dedup_match_ids
        self.assertEqual((len(matches), matches.cluster_id.size), (2, 3))
        leads[1].unlink()
        engine.scan(full=False)
        self.assertEqual(leads[0].dedup_match_ids.cluster_id.size, 2)
        leads[0].dedup_match_ids.action_dismiss()
        engine.scan(full=False)
        found = self.env["crm.dedup.cluster"].search([])
        self.assertEqual(found, others)
        matches.exists().action_reset()
        engine.scan(full=False)
        self.assertEqual(leads[2].dedup_match_ids.cluster_id.size, 2)
        self.assertEqual(self._clusters(others), rows)

    def _clusters(self, clusters):
        return [(each.id, each.create_date, each.member_ids.ids) for each in clusters]

    def test_asked_for_by_the_hour(self):
        self.env["crm.dedup.engine"].scan()
        self.jobs._cron_changes()
        self.assertFalse(self.jobs.search([("state", "=", "waiting")]))
        self._create_lead(contact_name="Zoltan Kiss", phone="+36301234567")
        self.jobs._cron_changes()
        self.jobs._cron_changes()
        self.assertEqual(self.jobs.search([("state", "=", "waiting")]).mapped("kind"), ["changes"])
