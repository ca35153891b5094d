# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .kpi_reading import Key
from .levels import SUBJECTS

SIDES = ("numerator", "denominator")


class CrmKpiBoard(models.AbstractModel):
    """What a cell is made of, and the records behind it."""

    _inherit = "crm.kpi.board"

    @api.model
    @api.readonly
    def explain(self, params):
        """How a figure came about.

        :param dict params: those of :meth:`board`, ``definition_id``, ``subject`` (ids by column)
        :return: dict with ``name``, ``formula``, ``filters``, ``period``, ``zone``,
            ``computed_at``, ``numerator``, ``denominator``, ``bands`` and ``restatements``
        :raises AccessError: a figure the user may not see
        """
        asked, definition, key = self._kpi_one(params)
        snapshot = self._kpi_snapshot(definition, key)
        company = asked["company"]
        return {
            "name": definition.name,
            "description": definition.description or "",
            "subject": self._kpi_subjects(key.level, {key.subject}, company)[key.subject]["name"],
            "formula": self._kpi_formula_words(definition),
            "filters": self._kpi_filter_words(asked),
            "basis": definition.basis,
            "period": {
                "label": key.period.label,
                "start": key.period.start.isoformat(),
                "end": key.period.end.isoformat(),
            },
            "zone": snapshot.zone or company._kpi_zone(),
            "computed_at": fields.Datetime.to_string(snapshot.computed_at or fields.Datetime.now()),
            **{side: self._kpi_side(definition, side, key, asked) for side in SIDES},
            "bands": self._kpi_band_words(definition, key, company),
            "restatements": [
                {
                    "old": each.old_value,
                    "new": each.new_value,
                    "reason": each.reason or "",
                    "at": fields.Datetime.to_string(each.noticed_at),
                    "accepted": bool(each.accepted_at),
                }
                for each in snapshot.restatement_ids
            ],
        }

    @api.model
    def open_records(self, params):
        """An action that lists the records behind one side of a figure, as this user may see them.

        :param dict params: those of :meth:`explain`, and ``which``: "numerator" or "denominator"
        :raises UserError: there are no records to list
        """
        asked, definition, key = self._kpi_one(params)
        which = params.get("which") or "numerator"
        found = which in SIDES and definition._kpi_records(which, key, self._kpi_filters(asked))
        if not found:
            raise UserError(
                self.env._("“%(kpi)s” is not counted from a list.", kpi=definition.name)
            )
        model, domain = found
        self.env[model].browse().check_access("read")
        measure = definition.numerator_id if which == "numerator" else definition.denominator_id
        return {
            "type": "ir.actions.act_window",
            "name": f"{measure.name} · {key.period.label}",
            "res_model": model,
            "views": [[False, "list"], [False, "form"]],
            "domain": self._kpi_plain(domain),
            "context": {"active_test": False, "create": False},
        }

    def _kpi_one(self, params):
        """The question about one cell, checked: the user must be allowed to see its figure."""
        asked = self._kpi_asked({**params, "definition_ids": [params.get("definition_id")]})
        definition = asked["definitions"]
        if len(definition) != 1:
            raise UserError(self.env._("There is no such figure."))
        given = params.get("subject") or {}
        columns = SUBJECTS[asked["level"]]
        subject = tuple(self._kpi_id(given.get(column) or 0) for column in columns)
        key = Key(asked["company"].id, asked["period"], asked["level"], subject)
        if not (self._kpi_may_see(key) and self._kpi_may_name(definition, key)):
            raise AccessError(self.env._("You do not see figures of others."))
        return asked, definition, key

    def _kpi_may_name(self, definition, key):
        """Whether the user may know who the subject is: by a figure of his company, or by himself.

        Who reads all figures would else be told of people and products of other companies.
        """
        named = zip(SUBJECTS[key.level], key.subject, strict=True)
        snapshot = self.env["crm.kpi.snapshot"]
        return bool(self._kpi_snapshot(definition, key)) or all(
            self.env[snapshot._fields[column].comodel_name].browse(number).has_access("read")
            for column, number in named
            if number
        )

    def _kpi_plain(self, domain):
        """A domain the browser can take: dates as text."""
        return [
            leaf if isinstance(leaf, str) else [leaf[0], leaf[1], self._kpi_plain_value(leaf[2])]
            for leaf in list(Domain(domain))
        ]

    def _kpi_plain_value(self, value):
        if hasattr(value, "isoformat"):
            has_time = hasattr(value, "hour")
            return fields.Datetime.to_string(value) if has_time else fields.Date.to_string(value)
        return (
            list(value)
            if isinstance(value, set | tuple | frozenset) or hasattr(value, "union")
            else value
        )

    def _kpi_filters(self, asked):
        """The filters of the question, the team of a team's list among them left to the subject."""
        return dict(asked["filters"])

    def _kpi_snapshot(self, definition, key):
        """The stored figure, as far as the user may see it."""
        domain = Domain("definition_id", "=", definition.id)
        domain &= Domain("company_id", "=", key.company_id) & Domain("level", "=", key.level)
        domain &= Domain("kind", "=", key.period.kind)
        domain &= Domain("date_from", "=", key.period.start)
        for column, number in zip(SUBJECTS[key.level], key.subject, strict=True):
            domain &= Domain(column, "=", number or False)
        return self.env["crm.kpi.snapshot"].search(domain, limit=1)

    def _kpi_formula_words(self, definition):
        """What is divided by what, in the names of the measures."""
        if definition.kind == "formula":
            return definition.formula or ""
        above = definition.numerator_id.name
        if definition.kind == "ratio":
            return f"{above} ÷ {definition.denominator_id.name}"
        if definition.kind == "average":
            return self.env._("%(measure)s, on average", measure=above)
        return above

    def _kpi_filter_words(self, asked):
        """The filters of the board by name."""
        found = []
        for column, ids in asked["filters"].items():
            field = self.env["crm.kpi.snapshot"]._fields[column]
            label = field._description_string(self.env)
            records = self.env[field.comodel_name].browse(ids)._filtered_access("read")
            found += [f"{label}: {each.display_name}" for each in records]
        if asked["level"] == "team_person" and asked["team"]:
            teams = self.env["crm.team"].browse(asked["team"])._filtered_access("read")
            found += [f"{team._description}: {team.display_name}" for team in teams]
        return found

    def _kpi_side(self, definition, which, key, asked):
        """One side of the line: its name, and whether its records can be listed."""
        measure = definition.numerator_id if which == "numerator" else definition.denominator_id
        if not measure:
            return None
        found = definition._kpi_records(which, key, self._kpi_filters(asked))
        return {
            "label": measure.name,
            "model": found[0] if found else None,
            "can_open": bool(found) and self.env[found[0]].has_access("read"),
        }

    def _kpi_band_words(self, definition, key, company):
        """The scale that holds for the subject, from the lowest band up."""
        sets = self.env["crm.kpi.band.set"]._kpi_sets(company, definition)
        found = self.env["crm.kpi.band.set"]._kpi_set_of(sets, definition.id, key)
        if not found:
            return []
        some, scale = found
        return [
            {
                "interval": str(band),
                "colour": band.key.colour,
                "sign": band.key.sign or "",
                "meaning": band.key.with_env(self.env).sudo().name,
                "advice": band.key.with_env(self.env).sudo().advice or "",
                "basis": some.basis,
            }
            for band in scale.bands
        ]
