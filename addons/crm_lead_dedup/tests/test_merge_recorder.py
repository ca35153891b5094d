# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from ..models.crm_dedup_merge_recorder import Recorder
from .merging import MergeCommon


class TestMergeRecorder(MergeCommon):
    """Whatever writes, in whatever words: the journal has every row and gives it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keep, cls.gone = cls._create_lead(), cls._create_lead()
        cls.tag, cls.other = cls.env["crm.tag"].create([{"name": "T1"}, {"name": "T2"}])
        cls.gone.tag_ids = cls.tag

    def _record(self, *statements):
        """Run statements inside a recording and undo it; the dump must be as before."""
        numbers = {
            "keep": self.keep.id, "gone": self.gone.id, "tag": self.tag.id, "other": self.other.id,
        }  # fmt: skip
        before = self._dump()
        with self.env["crm.dedup.merge"]._record(self.keep, self.gone) as merge:
            for statement in statements:
                self.env.cr.execute(statement, numbers)
        tables = set(merge.change_ids.mapped("table_name"))
        merge.action_undo()
        self.assertSameDump(before, self._dump())
        return tables

    def test_plain_statements(self):
        """One table, said plainly, with an alias, with other tables beside it."""
        for statement in (
            "UPDATE crm_lead SET name = 'X' WHERE id = %(keep)s",
            """UPDATE "crm_lead" AS l SET name = 'UPDATE;' -- words
                WHERE l.id = %(keep)s;""",
            """UPDATE crm_tag t SET color = l.id FROM crm_lead l, crm_tag_rel r
                WHERE l.id = r.lead_id AND r.tag_id = t.id""",
            "INSERT INTO crm_tag_rel (lead_id, tag_id) VALUES (%(keep)s, %(other)s)",
            """DELETE FROM crm_tag_rel r USING crm_tag t
                WHERE t.id = r.tag_id AND r.lead_id = %(gone)s""",
            "INSERT INTO crm_stage (name, sequence) SELECT name, 7 FROM crm_stage",
        ):
            with self.subTest(statement=statement):
                self.assertEqual(len(self._record(statement)), 1)

    def test_statements_that_return(self):
        """Their result is the caller's; the rows are kept all the same."""
        before = self._dump()
        with self.env["crm.dedup.merge"]._record(self.keep, self.gone) as merge:
            self.env.cr.execute(
                "UPDATE crm_lead SET name = 'X' WHERE id = %s RETURNING name", (self.keep.id,)
            )
            self.assertEqual(self.env.cr.fetchall(), [("X",)])
            self.env.cr.execute("INSERT INTO crm_tag (name) VALUES ('{}') RETURNING id")
            [[number]] = self.env.cr.fetchall()
            self.env.cr.execute("UPDATE crm_tag SET color = 3 WHERE id = %s", (number,))
            self.assertEqual(self.env.cr.rowcount, 1)
            self.env.cr.execute("DELETE FROM crm_tag_rel RETURNING tag_id")
            self.assertIn((self.tag.id,), self.env.cr.fetchall())
        made = merge.change_ids.filtered(lambda row: row.row_key == {"id": number})
        self.assertEqual(made.operation, "insert")
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_several_writes_in_one_statement(self):
        """Two tables, a changed key, an upsert: watched by triggers that are gone afterwards."""
        tables = self._record(
            """WITH moved AS (UPDATE crm_tag_rel SET lead_id = %(keep)s
                               WHERE lead_id = %(gone)s RETURNING tag_id)
               UPDATE crm_tag SET color = 9 WHERE id IN (SELECT tag_id FROM moved)""",
            "UPDATE crm_tag SET color = 1; UPDATE crm_lead SET priority = '2'",
            """INSERT INTO crm_tag_rel (lead_id, tag_id) VALUES (%(keep)s, %(tag)s)
                   ON CONFLICT (lead_id, tag_id) DO UPDATE SET tag_id = excluded.tag_id
               RETURNING 1""",
        )
        self.assertLessEqual({"crm_tag", "crm_tag_rel", "crm_lead"}, tables)
        self.env.cr.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'crm_dedup_remember'")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_what_the_database_deletes(self):
        """Rows that go or lose their link with a deleted one are in the journal, too."""
        tables = self._record("DELETE FROM crm_tag WHERE id = %(tag)s")
        self.assertEqual(tables, {"crm_tag", "crm_tag_rel"})

    def test_deleted_through_the_orm(self):
        """A lead with all that hangs on it, deleted and back."""
        extra = self._create_lead(phone="+380501112233", tag_ids=self.tag.ids)
        extra.message_post(body="Hello")
        before = self._dump()
        with self.env["crm.dedup.merge"]._record(self.keep, self.gone) as merge:
            extra.unlink()
        merge.action_undo()
        self.assertTrue(extra.exists())
        self.assertSameDump(before, self._dump())

    def test_rolled_back_in_between(self):
        """What a savepoint took back is no change."""
        with (
            self.env["crm.dedup.merge"]._record(self.keep, self.gone) as merge,
            self.assertRaises(ZeroDivisionError),
            self.env.cr.savepoint(),
        ):
            self.keep.name = "Other"
            self.env.flush_all()
            raise ZeroDivisionError
        self.assertFalse(merge.change_ids)

    def test_inside_another(self):
        """A recording inside a recording is the outer one's."""
        with (
            self.env["crm.dedup.merge"]._record(self.keep, self.gone) as outer,
            self.env["crm.dedup.merge"]._record(self.keep, self.gone) as inner,
        ):
            self.keep.name = "Other"
        self.assertFalse(inner)
        self.assertTrue(outer.change_ids)

    def test_nothing_is_left(self):
        """After it the cursor is as it was, also when something failed."""
        plain = self.env.cr.execute
        with (
            self.assertRaises(ZeroDivisionError),
            self.env.cr.savepoint(),
            self.env["crm.dedup.merge"]._record(self.keep, self.gone),
        ):
            raise ZeroDivisionError
        self.assertEqual(self.env.cr.execute, plain)

    def test_journal_texts(self):
        """People read the journal line by line."""
        with self.env["crm.dedup.merge"]._record(self.keep, self.gone) as merge:
            self.env.cr.execute("UPDATE crm_tag SET color = 77 WHERE id = %s", (self.tag.id,))
        change = merge.change_ids
        self.assertEqual(change.table_name, "crm_tag")
        self.assertEqual(change.key_text, f"id: {self.tag.id}")
        self.assertEqual(change.new_text, "color: 77")

    def test_a_merge_locks_no_table(self):
        """Triggers lock their tables: with them two merges at once stand in each other's way."""
        keep, gone = self._create_partner(city="A"), self._create_partner(phone="+36301112233")
        self._create_partner(parent_id=gone.id, name="Below")
        self._create_lead(partner_id=gone.id)
        self.gone.write({"phone": "+36304445566", "contact_name": "Gone"})
        self.gone.message_post(body="Words")
        self.env.flush_all()
        with patch.object(Recorder, "_run_watched", autospec=True) as watched:
            self._merge(self.keep, self.gone)
            self._merge(keep, gone)
            self.env.flush_all()
        self.assertEqual([call.args[1:3] for call in watched.call_args_list], [])
