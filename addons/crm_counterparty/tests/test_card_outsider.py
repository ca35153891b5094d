# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.exceptions import ValidationError

from .card import CardCommon


class TestCardOutsider(CardCommon):
    """An add-on of somebody else adds a source of completeness: a note of at least ten words."""

    def setUp(self):
        super().setUp()
        model = type(self.env["crm.card.rule.line"])
        select = model._select_source

        def filled(_lines, cards, path):
            return cards.filtered(lambda card: len((card[path] or "").split()) >= 10)

        self.patch(
            model, "_select_source", lambda lines: [*select(lines), ("story", "A whole story")]
        )
        self._add(model, "_filled_by_story", filled)
        self._add(model, "_watched_by_story", lambda _lines, _model, path: [path])
        self._add(model, "_label_by_story", lambda _lines, _model, _path: "A whole story")
        self.rule.line_ids = [
            Command.clear(),
            Command.create(
                {
                    "source": "story",
                    "path": "referred",
                    "weight": 10,
                    "required_stage_id": self.stage_contract.id,
                }
            ),
        ]

    def _add(self, owner, name, value):
        setattr(owner, name, value)
        self.addCleanup(delattr, owner, name)

    def test_source_counts_and_is_watched(self):
        """What the source reads counts, is watched, is named and can be required."""
        deal = self._deal(referred="By a friend")
        self.assertEqual((deal.card_score, deal.missing_fields), (0, "A whole story"))
        with (
            self.assertRaisesRegex(ValidationError, "A whole story"),
            self.env.cr.savepoint(),
        ):
            deal.stage_id = self.stage_contract
        deal.referred = "By a friend who bought ovens of us ten years ago"
        self.assertEqual((deal.card_score, deal.missing_fields), (100, ""))
        deal.stage_id = self.stage_contract

    def test_line_of_a_source_that_went_away(self):
        """Without its add-on the line counts no more and is shown as broken."""
        line = self.rule.line_ids
        deal = self._deal()
        self.env.flush_all()
        line.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_card_rule_line SET source = 'gone' WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertTrue(line.is_broken)
        self.assertEqual(deal.missing_fields, "")
