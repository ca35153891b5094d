# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .merging import MergeCommon

WIZARD = "base.partner.merge.automatic.wizard"


@tagged("post_install", "-at_install")
class TestMergeOutsider(MergeCommon):
    """Hooks of merging, ours and core's, used as an add-on of somebody else would."""

    def test_steps_of_core_wizard(self):
        """Raw SQL before and after core's step, summed fields, a note: all done, all undone."""
        keep = self._create_partner(partner_latitude=2)
        gone = self._create_partner(partner_latitude=3)
        lead = self._create_lead(partner_id=gone.id)

        def foreign_keys(original, wizard, sources, target):
            wizard.env.cr.execute(
                """WITH seen AS (UPDATE res_partner SET color = 7 WHERE id = %s RETURNING id)
                   UPDATE crm_lead SET color = 11
                    WHERE partner_id = ANY(%s) AND EXISTS (SELECT FROM seen)""",
                (target.id, sources.ids),
            )
            original(wizard, sources, target)
            wizard.env["crm.tag"].create({"name": "Merged by an outsider"})

        def summable(original, wizard):
            return [*original(wizard), "partner_latitude"]

        def log(original, wizard, sources, target):
            original(wizard, sources, target)
            target.ref = "seen by an outsider"

        before = self._dump()
        with (
            self._extended(WIZARD, "_update_foreign_keys", foreign_keys),
            self._extended(WIZARD, "_get_summable_fields", summable),
            self._extended(WIZARD, "_log_merge_operation", log),
        ):
            merge = self._merge(keep, gone)
        self.assertEqual(keep.partner_latitude, 5)
        self.assertEqual(keep.ref, "seen by an outsider")
        self.assertEqual(lead.color, 11)
        self.assertEqual(lead.partner_id, keep)
        self.assertTrue(self.env["crm.tag"].search([("name", "=", "Merged by an outsider")]))
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_reason_against_a_merge(self):
        """As accounting would refuse a customer whose invoices carry an inalterable hash."""
        keep, sealed = self._create_partner(), self._create_partner(ref="sealed")

        def blockers(original, model, survivor, others):
            reasons = original(model, survivor, others)
            if "sealed" in (survivor | others).mapped("ref"):
                reasons.append("Posted invoices of this customer are sealed.")
            return reasons

        with self._extended("res.partner", "_merge_blockers", blockers):
            with self.assertRaisesRegex(UserError, "are sealed"):
                self._merge(keep, sealed)
            preview = self.env["crm.dedup.engine"].preview_merge(keep, sealed)
        self.assertEqual(preview["blockers"], ["Posted invoices of this customer are sealed."])
        self.assertTrue(sealed.active)

    def test_reason_against_an_undo(self):
        """As accounting would keep entries that were sealed since."""
        merge = self._merge(self._create_lead(), self._create_lead())

        def blockers(original, record):
            return [*original(record), "It is in the books."]

        with (
            self._extended("crm.dedup.merge", "_undo_blockers", blockers),
            self.assertRaisesRegex(UserError, "in the books"),
        ):
            merge.action_undo()
        merge.action_undo()
        self.assertEqual(merge.state, "undone")

    def test_pair_that_no_field_tells(self):
        """A table of the outsider's, which holds a model and a number in columns of its own."""
        keep, gone = self._create_lead(), self._create_lead()
        self.env.cr.execute(
            """CREATE TABLE outside_call (id serial PRIMARY KEY, card_model text, card integer);
               INSERT INTO outside_call (card_model, card) VALUES ('crm.lead', %s)""",
            (gone.id,),
        )

        def pairs(original, mover):
            return {**original(mover), "outside_call": [("card", "card_model")]}

        self.env.registry.clear_cache()
        with self._extended("crm.dedup.mover", "_further_pairs", pairs):
            merge = self._merge(keep, gone)
        self.env.registry.clear_cache()
        self.env.cr.execute("SELECT card FROM outside_call")
        self.assertEqual(self.env.cr.fetchall(), [(keep.id,)])
        merge.action_undo()
        self.env.cr.execute("SELECT card FROM outside_call")
        self.assertEqual(self.env.cr.fetchall(), [(gone.id,)])

    def test_own_rules_for_values(self):
        """The outsider keeps a field of his own from any change, and unites another."""
        keep = self._create_lead(referred="A")
        gone = self._create_lead(referred="B", function="Boss")

        def write_values(original, lead, others, choices):
            original(lead, others, choices)
            lead.referred = ", ".join((lead | others).mapped("referred"))

        def kept(original, model):
            return original(model) | {"function"}

        before = self._dump()
        with (
            self._extended("crm.lead", "_merge_write_values", write_values),
            self._extended("crm.lead", "_merge_kept_fields", kept),
        ):
            merge = self._merge(keep, gone)
        self.assertEqual(keep.referred, "A, B")
        self.assertFalse(keep.function)
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_core_way_on_record(self):
        """A merge in another way is on record, and what it deleted can be read there."""
        keep, gone = self._create_lead(), self._create_lead()
        with self.env["crm.dedup.merge"]._record(keep, gone, kind="core", how="Outside") as merge:
            (keep | gone)._merge_opportunity()
        self.assertFalse(merge.is_undoable)
        self.assertEqual(merge.origin, "Outside")
        self.assertIn("crm_lead", merge.change_ids.mapped("table_name"))
        with self.assertRaises(UserError):
            merge.action_undo()

    def test_column_left_alone_and_better_cards(self):
        """The outsider moves a table himself, ranks cards, and vouches for a value."""
        keep = self._create_lead(contact_name="K")
        gone = self._create_lead(contact_name="G")
        event = self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": "2026-01-01 10:00:00",
                "stop": "2026-01-01 11:00:00",
                "opportunity_id": gone.id,
            }
        )

        def skipped(original, mover):
            return original(mover) | {("calendar_event", "opportunity_id")}

        def rank(original, lead):
            return 99 if lead == gone else original(lead)

        def verified(original, lead, values):
            return original(lead, values) | ({"contact_name"} if lead == gone else set())

        with (
            self._extended("crm.dedup.mover", "_skipped", skipped),
            self._extended("crm.lead", "_merge_rank", rank),
            self._extended("crm.lead", "_merge_verified", verified),
        ):
            best = self.env["crm.dedup.engine"].best_survivor(keep | gone)
            self._merge(keep, gone)
        self.assertEqual(best, gone)
        self.assertEqual(keep.contact_name, "G")
        self.assertEqual(event.opportunity_id, gone)

    def test_fields_out_of_choice(self):
        """A field the outsider refuses can be chosen by nobody."""
        keep, gone = self._create_lead(), self._create_lead(function="Boss")

        def refused(original, model):
            return original(model) | {"function"}

        self.env.registry.clear_cache()
        with (
            self._extended("crm.lead", "_merge_refused_fields", refused),
            self.assertRaisesRegex(UserError, "function"),
        ):
            self._merge(keep, gone, function=gone.id)
        self.env.registry.clear_cache()
