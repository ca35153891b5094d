# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import card_score
from .columns import make_columns


@contextmanager
def left_unread(env, fields):
    """Forget afterwards what was read of these fields.

    What a list of records holds is remembered once for everybody in a transaction: lists read here
    for the superuser would be shown to a user who may see only some of the records.
    """
    before = {field: set(field._get_cache(env)) for field in fields}
    yield
    for field, known in before.items():
        cache = field._get_cache(env)
        for card_id in [card_id for card_id in cache if isinstance(card_id, int)]:
            if card_id not in known:
                del cache[card_id]


class CrmCardMixin(models.AbstractModel):
    """How complete a card is and what is missing on it.

    The score is stored and follows every watched field, also over relations, in the transaction
    that changes it: the rules' fields are the dependencies of an ordinary computed field. When the
    rules change, ``crm.card.refresh`` scores all cards anew.
    """

    _name = "crm.card.mixin"
    _description = "Card with a Completeness Score"

    # Neither value says anything about a card before it has been scored once: the columns are
    # empty on the day of installation.
    card_score = fields.Integer(
        "Completeness",
        compute="_compute_card_score",
        store=True,
        aggregator="avg",
        copy=False,
        help="How much of what the rules list is filled in, in percent.",
    )
    card_rule_id = fields.Many2one(
        "crm.card.rule",
        "Completeness Rule",
        compute="_compute_card_score",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    missing_fields = fields.Char(compute="_compute_missing_fields")
    card_gaps = fields.Json(
        compute="_compute_missing_fields",
        export_string_translation=False,
    )

    def _auto_init(self):
        # Columns that are there already are not computed by the installation: a base of 100,000
        # cards would stand still. The refresh fills them.
        if not self._abstract:
            make_columns(self, "card_score", "card_rule_id")
        return super()._auto_init()

    @api.model
    def _card_kind_depends(self):
        """Fields that decide which rules hold for a card. Extended by each model."""
        return []

    @api.model
    def _card_team_depends(self):
        """Fields that decide on the team of a card, watched when a rule holds for some teams."""
        return ["team_id"]

    @api.model
    def _card_depends(self):
        if self._abstract:
            return []
        watched = self.env["crm.card.rule.line"]._watched(self._name)
        limits = {"crm_team": self._card_team_depends(), "res_company": ["company_id"]}
        used = self.env["crm.card.rule.line"]._limits_used(self._name, limits)
        return [
            *self._card_kind_depends(),
            *watched,
            *(name for table in used for name in limits[table]),
        ]

    def _card_kinds(self):
        """``{card: kinds}``, the kinds of rule that hold for these cards. Each model says it."""
        raise NotImplementedError

    def _card_team(self):
        """The team whose rules hold for a card."""
        raise NotImplementedError

    @api.depends(lambda self: self._card_depends())
    def _compute_card_score(self):
        for card, lines, filled, rule_id in self._card_findings():
            card.card_rule_id = rule_id
            card.card_score = card_score.score(lines, filled) if rule_id else 0

    @api.depends(lambda self: self._card_depends())
    @api.depends_context("lang", "uid")
    def _compute_missing_fields(self):
        line_model = self.env["crm.card.rule.line"]
        missing = {
            card: card_score.gaps(lines, filled)
            for card, lines, filled, _rule_id in self._card_findings()
        }
        shown = line_model._visible_gaps(self, missing)
        for card in self:
            gaps = shown[card]
            card.card_gaps = gaps
            card.missing_fields = ", ".join(gap["label"] for gap in gaps)

    def _card_findings(self, rules=None):
        """What the rules find on these cards: ``[(card, lines, ids of filled lines, rule id)]``.

        :param rules: plain rules; the remembered ones by default
        """
        cards = self.sudo()
        line_model = self.env["crm.card.rule.line"].sudo()
        groups = defaultdict(list)
        for card, chosen in cards._card_rules(rules).items():
            groups[chosen].append(card.id)
        found = {}
        with left_unread(cards.env, line_model._lists_of(self._name, groups)):
            for chosen, ids in groups.items():
                members = cards.browse(ids)
                lines = card_score.joined(chosen)
                filled = line_model._filled_lines(members, lines)
                rule_id = chosen[0].id if chosen else False
                found.update((card.id, (lines, filled[card.id], rule_id)) for card in members)
        return [(card, *found[card.id]) for card in self]

    def _card_rules(self, rules=None):
        """``{card: its rules}``, plain values."""
        known = self.env["crm.card.rule"]._rules() if rules is None else rules
        kinds = self._card_kinds()
        by_team = any(rule.teams for rule in known)
        return {
            card: card_score.choose(
                known,
                kinds[card],
                card._card_team().id or 0 if by_team else 0,
                card.company_id.id or 0,
            )
            for card in self
        }

    def _schedule_score(self):
        for name in ("card_score", "card_rule_id"):
            self.env.add_to_compute(self._fields[name], self)

    def _store_card_scores(self, rules):
        """Score these cards by plain rules and write only what differs.

        Nobody changed the cards, so nothing else of them is touched, not even the date of the last
        change.
        """
        self.env.flush_all()
        rows = [
            (card.id, card_score.score(lines, filled) if rule_id else 0, rule_id or None)
            for card, lines, filled, rule_id in self._card_findings(rules)
        ]
        ids, scores, rule_ids = (list(column) for column in zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """UPDATE %(table)s card SET card_score = found.score, card_rule_id = found.rule
                     FROM unnest(%(ids)s::int[], %(scores)s::int[], %(rules)s::int[])
                          AS found(id, score, rule)
                    WHERE card.id = found.id
                      AND (card.card_score, card.card_rule_id)
                          IS DISTINCT FROM (found.score, found.rule)""",
                table=SQL.identifier(self._table),
                ids=ids,
                scores=scores,
                rules=rule_ids,
            )
        )
        self.invalidate_recordset(["card_score", "card_rule_id"], flush=False)
