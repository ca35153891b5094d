# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools import card_score
from .crm_card_rule import KINDS, MODEL_OF

# Types whose value can be looked at for being empty without reading a file.
READABLE = {
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "one2many",
    "reference",
    "selection",
    "text",
}


class CrmCardRuleLine(models.Model):
    """One thing that should be filled in: a field of the card or of what it refers to."""

    _name = "crm.card.rule.line"
    _description = "Field of a Completeness Rule"
    _order = "sequence, id"

    rule_id = fields.Many2one("crm.card.rule", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(related="rule_id.kind")
    sequence = fields.Integer(default=10)
    source = fields.Selection(selection="_select_source", required=True, default="field")
    model_name = fields.Char(compute="_compute_model_name")
    path = fields.Char(
        "Field",
        required=True,
        help="A field of the card, or of what the card refers to: counterparty_id.vat.",
    )
    label = fields.Char(
        translate=True, help="What users read; when empty, the field's own name in their language."
    )
    shown_label = fields.Char("Shown as", compute="_compute_shown_label")
    weight = fields.Integer(default=10, help="How much it counts; 0: only a stage may need it.")
    required_stage_id = fields.Many2one(
        "crm.stage",
        "Required from Stage",
        index="btree_not_null",
        ondelete="set null",
        help="No lead or deal enters this stage or a later one without it.",
    )
    is_broken = fields.Boolean(
        compute="_compute_is_broken", help="The field does not exist any more and does not count."
    )

    _weight_positive = models.Constraint("CHECK(weight >= 0)", "A weight is not negative.")

    @api.model
    def _select_source(self):
        """Where a value comes from. Hook: add ``(code, name)`` and the methods beside it.

        For a source ``signed`` write ``_filled_by_signed(cards, path)``, which returns the cards
        that have it, and, when something of it can change, ``_watched_by_signed(model, path)``,
        which returns the fields to watch, and ``_label_by_signed(model, path)``.
        """
        return [("field", self.env._("Field"))]

    @api.depends("kind")
    def _compute_model_name(self):
        for line in self:
            line.model_name = MODEL_OF.get(line.kind)

    @api.depends("path", "source", "label", "kind")
    @api.depends_context("lang")
    def _compute_shown_label(self):
        for line in self:
            line.shown_label = line._label() if line.path and line.kind else False

    @api.depends("path", "source", "kind")
    def _compute_is_broken(self):
        for line in self:
            line.is_broken = bool(line.path and line.kind) and not line._is_readable()

    @api.constrains("path", "source", "rule_id")
    def _check_path(self):
        for line in self:
            if not line._is_readable():
                raise ValidationError(
                    self.env._(
                        "“%(path)s” is no field of a %(kind)s that can be looked at.",
                        path=line.path,
                        kind=dict(line.rule_id._fields["kind"]._description_selection(self.env))[
                            line.kind
                        ],
                    )
                )

    @api.constrains("required_stage_id", "rule_id")
    def _check_stage_of_deal(self):
        for line in self:
            if line.required_stage_id and MODEL_OF[line.kind] != "crm.lead":
                raise ValidationError(
                    self.env._("Only leads and deals have stages: %(field)s", field=line._label())
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Have the cards scored anew."""
        lines = super().create(vals_list)
        lines.rule_id._changed()
        return lines

    def write(self, vals):
        """Have the cards scored anew."""
        rules = self.rule_id
        result = super().write(vals)
        (rules | self.rule_id)._changed()
        return result

    def unlink(self):
        """Have the cards scored anew."""
        rules = self.rule_id
        result = super().unlink()
        rules._changed()
        return result

    def _plain(self):
        self.ensure_one()
        return card_score.Line(
            self.id, self.path, self.weight, self.source, self.required_stage_id.id or 0
        )

    def _is_readable(self):
        self.ensure_one()
        if self.source != "field":
            return hasattr(self, f"_filled_by_{self.source}")
        return self._is_path(MODEL_OF[self.kind], self.path)

    def _label(self):
        """What users read, in the language of the environment."""
        self.ensure_one()
        namer = getattr(self, f"_label_by_{self.source}", None)
        name = MODEL_OF[self.kind]
        return self.label or (namer(name, self.path) if namer else self.path)

    # ------------------------------------------------------------------
    # The source "field"
    # ------------------------------------------------------------------

    @api.model
    def _fields_of(self, model_name, path):
        """The fields along a path, the empty list when one is not there."""
        found = []
        for name in (path or "").split("."):
            field = self.env.registry[model_name]._fields.get(name) if model_name else None
            if field is None:
                return []
            found.append(field)
            model_name = field.comodel_name
        return found

    @api.model
    def _is_path(self, model_name, path):
        """Whether the value at the end can be looked at and its changes be followed."""
        found = self._fields_of(model_name, path)
        depends = self.env.registry.field_depends
        return bool(found) and all(
            field.type in READABLE
            and not field.company_dependent
            and (field.store or depends.get(field))
            and field.name not in ("card_score", "card_rule_id", "missing_fields", "card_gaps")
            for field in found
        )

    @api.model
    def _filled_lines(self, cards, lines):
        """``{card id: ids of the plain lines that are filled on it}``."""
        filled = defaultdict(set)
        for line in lines:
            for card in getattr(self, f"_filled_by_{line.source}")(cards, line.path):
                filled[card.id].add(line.id)
        return filled

    @api.model
    def _lists_of(self, model_name, rules_of_cards):
        """The fields on the way of these rules that hold lists of records."""
        paths = {
            line.path
            for rules in rules_of_cards
            for rule in rules
            for line in rule.lines
            if line.source == "field"
        }
        return {
            field
            for path in paths
            for field in self._fields_of(model_name, path)
            if field.type in ("one2many", "many2many")
        }

    @api.model
    def _filled_by_field(self, cards, path):
        *relations, name = path.split(".")

        def is_filled(card):
            records = card
            for relation in relations:
                records = records[relation]
            field = records._fields[name]
            if field.type == "html":
                return any(not card_score.is_blank_html(record[name]) for record in records)
            if field.relational:
                return bool(records[name])
            return any(not card_score.is_blank(record[name]) for record in records)

        return cards.filtered(is_filled)

    @api.model
    def _watched_by_field(self, model_name, path):
        return [path]

    @api.model
    def _label_by_field(self, model_name, path):
        names = []
        for field in self._fields_of(model_name, path):
            strings = self.env["ir.model.fields"].get_field_string(field.model_name)
            names.append(strings.get(field.name) or field.string or field.name)
        return " › ".join(names) or path

    # ------------------------------------------------------------------
    # Watching
    # ------------------------------------------------------------------

    @api.model
    def _watched(self, model_name):
        """The fields on which the scores of a model depend by the present rules.

        Asked while the registry is set up, so the rules are read by SQL, and what has no table or
        field yet, or none any more, is left out.
        """
        self.env.cr.execute("SELECT to_regclass('crm_card_rule_line')")
        if not self.env.cr.fetchone()[0]:
            return []
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT l.source, l.path
                     FROM crm_card_rule_line l JOIN crm_card_rule r ON r.id = l.rule_id
                    WHERE r.active AND r.kind IN %s""",
                KINDS[model_name],
            )
        )
        found = set()
        for source, path in rows:
            watcher = getattr(self, f"_watched_by_{source}", None)
            found.update(watcher(model_name, path) if watcher else ())
        return sorted(path for path in found if self._fields_of(model_name, path))

    @api.model
    def _limits_used(self, model_name, tables):
        """Which of these, teams or companies, some rule of a model is limited to; by SQL too."""
        self.env.cr.execute("SELECT to_regclass('crm_card_rule_line')")
        if not self.env.cr.fetchone()[0]:
            return []
        return [
            table
            for table in tables
            if self.env.execute_query(
                SQL(
                    """SELECT FROM crm_card_rule r JOIN %(links)s l ON l.crm_card_rule_id = r.id
                        WHERE r.active AND r.kind IN %(kinds)s LIMIT 1""",
                    links=SQL.identifier(f"crm_card_rule_{table}_rel"),
                    kinds=KINDS[model_name],
                )
            )
        ]

    @api.model
    def _watch_fields(self, model_names):
        """Have changed fields watched at once here, and by the other workers after the commit."""
        registry = self.env.registry
        if not registry.ready:
            return
        self.env.flush_all()
        watched = registry.field_depends
        changed = [
            name
            for name in model_names
            if set(watched[registry[name]._fields["card_score"]])
            != set(self.env[name]._card_depends())
        ]
        if changed:
            registry._setup_models__(self.env.cr, changed)
