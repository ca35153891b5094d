# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools

from odoo.exceptions import UserError

from .merging import MergeCommon


class TestMergeUndo(MergeCommon):
    """Undoing: in any order, with what was changed since, and when it is refused."""

    def test_any_order_of_different_cards(self):
        """Three merges undone in each of the six orders leave not a trace."""
        pairs = [(self._create_lead(), self._create_lead(city=f"C{n}")) for n in range(3)]
        for _keep, gone in pairs:
            gone.message_post(body="Hello")
        before = self._dump()
        for order in itertools.permutations(range(3)):
            merges = [self._merge(*pair) for pair in pairs]
            self._undo(*(merges[number] for number in order))
            with self.subTest(order=order):
                self.assertSameDump(before, self._dump())

    def test_any_order_into_one_card(self):
        """Merges into the same card write the same row; each gives back its own part."""
        keep = self._create_lead()
        others = [
            self._create_lead(city="Lviv"),
            self._create_lead(street="Main", city="Kyiv", description="<p>words</p>"),
            self._create_lead(referred="Friend", description="<p>more</p>"),
        ]
        before = self._dump()
        for order in itertools.permutations(range(3)):
            merges = [self._merge(keep, other) for other in others]
            self._undo(*(merges[number] for number in order))
            with self.subTest(order=order):
                self.assertSameDump(before, self._dump())

    def test_chain_from_its_end(self):
        """What was merged further is undone there first, and says so."""
        first, second, third = (self._create_lead(city=f"C{n}") for n in range(3))
        first.message_post(body="Hello")
        before = self._dump()
        one = self._merge(second, first)
        two = self._merge(third, second)
        with self.assertRaisesRegex(UserError, "Undo that merge first"):
            one.action_undo()
        two.action_undo()
        one.action_undo()
        self.assertSameDump(before, self._dump())

    def test_only_once(self):
        """An undone merge is history."""
        merge = self._merge(self._create_lead(), self._create_lead())
        merge.action_undo()
        with self.assertRaises(UserError):
            merge.action_undo()

    def test_changed_since_is_asked(self):
        """A field written after the merge is shown; keep and old do what they say."""
        for decision, city in (("keep", "Odesa"), ("old", False)):
            keep, gone = self._create_lead(), self._create_lead(city="Lviv")
            merge = self._merge(keep, gone)
            keep.city = "Odesa"
            action = merge.action_undo()
            self.assertEqual(merge.state, "done")
            self.assertEqual(action["res_model"], "crm.dedup.merge")
            [conflict] = merge.conflict_ids
            self.assertEqual(
                (conflict.column_name, conflict.old, conflict.new, conflict.present),
                ("city", None or False, "Lviv", "Odesa"),
            )
            self.assertIn("City", conflict.label)
            conflict.decision = decision
            merge.action_undo()
            self.assertEqual(merge.state, "partly" if decision == "keep" else "undone")
            self.assertEqual(keep.city, city)
            self.assertTrue(gone.active)
            self.assertEqual(gone.city, "Lviv")

    def test_everything_at_once(self):
        """One button keeps all that changed since, another takes all the old."""
        for method, author in (("action_undo_keep", "keep"), ("action_undo_old", "gone")):
            keep, gone = self._create_lead(), self._create_lead()
            message = gone.message_post(body="Hello")
            other = self._create_lead()
            merge = self._merge(keep, gone)
            message.res_id = other.id
            getattr(merge, method)()
            self.assertEqual(message.res_id, (other if author == "keep" else gone).id)

    def test_later_work_stays(self):
        """What came after the merge is no conflict: it stays with the survivor."""
        keep, gone = self._create_lead(), self._create_lead()
        merge = self._merge(keep, gone)
        message = keep.message_post(body="After")
        keep.description = "<p>After</p>"
        merge.action_undo()
        self.assertEqual(merge.state, "undone")
        self.assertEqual(message.res_id, keep.id)
        self.assertIn("After", keep.description)

    def test_stamps_follow_who_wrote_last(self):
        """A row written since keeps who and when; others get theirs back."""
        keep, gone = self._create_lead(), self._create_lead(city="Lviv")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET write_date = '2020-01-01', write_uid = 1 WHERE id = ANY(%s)",
            ((keep | gone).ids,),
        )
        self.env.invalidate_all()
        merge = self._merge(keep, gone)
        self.assertGreater(keep.write_date.year, 2020)
        merge.action_undo()
        self.assertEqual(keep.write_date.year, 2020)
        self.assertEqual(keep.write_uid.id, 1)

    def test_deleted_since(self):
        """A message deleted after the merge stays deleted, the rest comes back."""
        keep, gone = self._create_lead(), self._create_lead()
        first, second = (gone.message_post(body=text) for text in ("One", "Two"))
        merge = self._merge(keep, gone)
        first.unlink()
        merge.action_undo()
        self.assertFalse(first.exists())
        self.assertEqual(second.res_id, gone.id)

    def test_deleted_card(self):
        """Without one of its cards a merge cannot be undone, and says so."""
        keep, gone = self._create_lead(), self._create_lead()
        merge = self._merge(keep, gone)
        gone.unlink()
        with self.assertRaisesRegex(UserError, "deleted"):
            merge.action_undo()

    def test_records_of_merges_stay(self):
        """Nobody deletes what an undo needs."""
        merge = self._merge(self._create_lead(), self._create_lead())
        with self.assertRaises(UserError):
            merge.unlink()

    def test_core_merges_cannot_be_undone(self):
        """They delete; the journal shows what, and the button says no."""
        keep, gone = self._create_lead(), self._create_lead(city="Lviv")
        number = gone.id
        with self.env["crm.dedup.merge"]._record(keep, gone, kind="core", how="Test") as merge:
            gone.unlink()
        rows = merge.change_ids.filtered(lambda row: row.operation == "delete")
        self.assertIn(number, [row.row_key["id"] for row in rows if row.table_name == "crm_lead"])
        with self.assertRaises(UserError):
            merge.action_undo()
