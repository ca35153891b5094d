# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .review_common import ALL, ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewDecide(ReviewCommon):
    """Merge, link, not the same, and back."""

    def _decide(self, card, decision, user=None):
        cluster = self._cluster_of(card)
        return cluster, self._as(user or self.user_leader).review_decide(cluster.id, decision)

    def test_merge_and_undo(self):
        cluster, answer = self._decide(
            self.hanna, self._merge(self.hanna, self.anna, contact_name=self.anna.id)
        )
        self.assertEqual((answer["message"], answer["left"]), ("Merged: 1", False))
        self.assertEqual(self.anna.merged_into_id, self.hanna)
        self.assertEqual(self.hanna.contact_name, "Hanna Bondar")
        self.assertEqual(cluster.state, "done")
        back = self._as(self.user_leader).review_undo(cluster.id, answer["undo"])
        self.assertEqual(len(back["cluster"]["cards"]), 2)
        self.assertEqual(cluster.state, "open")
        self.assertFalse(self.anna.merged_into_id)
        self.assertEqual(self.hanna.contact_name, "Ганна Бондар")

    def test_undone_elsewhere(self):
        """A merge undone in the list of merges is reviewed again."""
        cluster, answer = self._decide(self.hanna, self._merge(self.hanna, self.anna))
        self.assertEqual(cluster.state, "done")
        merge = self.env["crm.dedup.merge"].browse(answer["undo"][0]["merge"])
        merge.with_user(self.user_leader).action_undo()
        self.assertEqual(cluster.state, "open")

    def test_link_and_undo(self):
        decision = {"merges": [], "links": [[self.stepan_lead.id, self.stepan.id]], "dismiss": []}
        cluster, answer = self._decide(self.stepan_lead, decision)
        self.assertEqual(self.stepan_lead.partner_id, self.stepan)
        self.assertEqual(cluster.state, "done")
        self._as(self.user_leader).review_undo(cluster.id, answer["undo"])
        self.assertFalse(self.stepan_lead.partner_id)
        self.assertEqual(cluster.state, "open")

    def test_not_the_same_is_remembered(self):
        """A later scan does not bring it back; undo does."""
        pair = [self._key(self.hanna), self._key(self.anna)]
        match = self.hanna.dedup_match_ids
        cluster, answer = self._decide(self.hanna, {"dismiss": [pair]})
        self.assertEqual((match.state, match.decided_by_id), ("dismissed", self.user_leader))
        self.assertEqual(cluster.state, "done")
        self._as(self.user_leader).review_undo(cluster.id, answer["undo"])
        self.assertEqual(match.state, "candidate")

    def test_pair_no_scan_has_found(self):
        """Cards picked by hand that are not the same are remembered too."""
        pair = [self._key(self.stepan_lead), self._key(self.hanna)]
        self._as(self.user_leader).review_decide(False, {"dismiss": [pair]})
        match = self.env["crm.dedup.match"].search(
            [("left_lead_id", "=", self.hanna.id), ("right_lead_id", "=", self.stepan_lead.id)]
        )
        self.assertEqual(match.state, "dismissed")

    def test_what_is_left(self):
        """One of three is somebody else: the other two merge, and nothing is left."""
        third = self._own_lead(
            name="Third", contact_name="Ганна Бондар", phone="+380501112201", city="Львів"
        )
        self.env["crm.dedup.engine"].scan()
        decision = {"dismiss": [[self._key(third), self._key(c)] for c in (self.hanna, self.anna)]}
        _cluster, answer = self._decide(third, decision)
        self.assertEqual(
            {card["id"] for card in answer["left"]["cards"]}, {self.hanna.id, self.anna.id}
        )

    def test_blocked(self):
        """Nothing is done, and the reason is told."""
        decision = self._merge(self.hanna, self._foreign_lead())
        decision["links"] = [[self.stepan_lead.id, self.stepan.id]]
        answer = self._as(self.user_sales_manager).review_decide(False, decision)
        self.assertTrue(answer["blockers"])
        self.assertFalse(self.stepan_lead.partner_id)

    def test_cards_of_others_are_not_merged(self):
        """Neither by a salesperson who does not see one of them, nor by another company."""
        self.anna.write({"user_id": self.user_sales_leads.id, "team_id": self.sales_team_1.id})
        decision = self._merge(self.hanna, self.anna)
        _cluster, answer = self._decide(self.hanna, decision, self.user_sales_salesman)
        self.assertTrue(answer["blockers"])
        self.assertFalse(self.anna.merged_into_id)
        with self.assertRaises(AccessError):
            self._decide(self.hanna, decision, self.user_other_company)

    def test_no_other_model(self):
        """The methods are reachable from outside: only leads and contacts."""
        clusters = self._as(self.user_leader)
        with self.assertRaises(UserError):
            clusters.review_cards("res.users", [1, 2])
        with self.assertRaises(UserError):
            clusters.review_propose("res.users", 1, [2])
        users = {"merges": [{"model": "res.users", "survivor": 1, "others": [2]}]}
        self.assertTrue(clusters.review_decide(False, users)["blockers"])


@tagged("post_install", "-at_install")
class TestReviewBulk(ReviewCommon):
    """Accepting what is certain."""

    def setUp(self):
        super().setUp()
        self.pairs = []
        people = (
            ("Мирослава Загребельна", "+380675550100", "myroslava@zahreb.example", "Одеса"),
            ("Тарас Шульга", "+380503117744", "shulga.t@dnipro.example", "Дніпро"),
            ("Орест Гнатюк", "+380982046613", "orest@hnatiuk.example", "Луцьк"),
        )
        for name, phone, email, city in people:
            values = {"contact_name": name, "phone": phone, "email_from": email, "city": city}
            self.pairs.append((self._own_lead(**values), self._own_lead(**values)))
        self.env["crm.dedup.engine"].scan()
        self.found = [self._cluster_of(pair[0]) for pair in self.pairs]
        self.env["crm.dedup.cluster"].search([("id", "not in", [c.id for c in self.found])]).write(
            {"state": "done"}
        )
        # How sure the engine is of them is not the point here.
        self.clusters.union(*self.found).tier = "automatic"

    def _run(self):
        self.env["crm.dedup.job"].search([])._cron_work()

    def test_list_and_work(self):
        """What is listed happens, but for what was taken out; each is undone by itself."""
        clusters = self._as(self.user_leader)
        listed = clusters.review_bulk_list(ALL)
        self.assertEqual(listed["total"], 3)
        self.assertEqual([line["blocker"] for line in listed["lines"]], ["", "", ""])
        self.assertEqual(len(listed["lines"][0]["steps"][0]["others"]), 1)
        job = clusters.review_bulk_start(ALL, [self.found[1].id])
        self.assertEqual((job["state"], job["total"]), ("waiting", 2))
        with self.enter_registry_test_mode():
            self.env.ref("crm_lead_dedup.ir_cron_dedup_job").method_direct_trigger()
        self.env.invalidate_all()
        state = self.env["crm.dedup.job"].with_user(self.user_leader).review_state(job["id"])
        self.assertEqual((state["state"], state["done"]), ("done", 2))
        self.assertEqual([c.state for c in self.found], ["done", "open", "done"])
        merges = self.env["crm.dedup.merge"].with_user(self.user_leader)
        merges = merges.search(state["result_action"]["domain"])
        self.assertEqual(merges.user_id, self.user_leader)
        merges[0].action_undo()
        self.assertEqual(sorted(merges.mapped("state")), ["done", "undone"])

    def test_one_failure_stops_no_other(self):
        """A cluster that cannot be merged is left to review, with the reason."""
        foreign = self._foreign_lead()
        self.found[0].member_ids[0].lead_id = foreign
        clusters = self._as(self.user_sales_manager)
        ids = [cluster.id for cluster in self.found]
        job = self.env["crm.dedup.job"].with_user(self.user_sales_manager).sudo()
        job = job._start_accept(ids)
        job._slice({})
        self.assertEqual(job.state, "done")
        self.assertEqual(job.statistics, {"merged": 2, "failed": 1})
        self.assertIn("companies", job.message)
        self.assertTrue(clusters.review_bulk_list(ALL)["lines"][0]["blocker"])

    def test_cancel_and_go_on(self):
        """Who started it may stop it; what is left is done on going on."""
        job = self._as(self.user_leader).review_bulk_start(ALL, [])
        job = self.env["crm.dedup.job"].with_user(self.user_leader).browse(job["id"])
        self.assertEqual(job.review_press("cancel")["state"], "cancelled")
        self.assertEqual(job.review_press("resume")["state"], "waiting")
        job.sudo()._slice({})
        self.assertEqual(job.sudo().state, "done")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_salesperson_does_not_accept_all(self):
        clusters = self._as(self.user_sales_salesman)
        self.assertFalse(clusters.review_start(ALL)["options"]["can_accept"])
        with self.assertRaises(AccessError):
            clusters.review_bulk_start(ALL, [])

    def test_only_a_manager_scans(self):
        with self.assertRaises(AccessError):
            self._as(self.user_sales_salesman).review_scan()
        job = self._as(self.user_sales_manager).review_scan()
        self.assertEqual((job["kind"], job["state"]), ("scan", "waiting"))


@tagged("post_install", "-at_install")
class TestReviewUi(HttpCase, ReviewCommon):
    """The screen as people click it."""

    def test_leader_reviews(self):
        """Merge with a chosen name, undo, not the same, link: by mouse and by key."""
        hanna, stepan = self._cluster_of(self.hanna), self._cluster_of(self.stepan)
        (self.clusters.search([]) - hanna - stepan).state = "done"
        hanna.probability, stepan.probability = 0.99, 0.98
        (hanna | stepan).tier = "review"
        match = self.hanna.dedup_match_ids
        self.start_tour("/odoo", "crm_lead_dedup_review", login="leader")
        self.assertFalse((self.hanna | self.anna).merged_into_id)
        self.assertEqual(self.hanna.contact_name, "Ганна Бондар")
        self.assertEqual(match.state, "dismissed")
        self.assertEqual(self.stepan_lead.partner_id, self.stepan)
