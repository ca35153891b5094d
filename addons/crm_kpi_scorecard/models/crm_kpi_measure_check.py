# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
import re

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .levels import PATHS

PLUGIN = re.compile(r"[a-z][a-z0-9_]*")
NUMBERS = ("integer", "float", "monetary")
# Where a path has to end: at records of that model.
SUBJECT_MODELS = {
    "person_path": "res.users",
    "team_path": "crm.team",
    "product_path": "product.product",
    "source_path": "utm.source",
    "group_path": "res.partner.category",
    "reason_path": "crm.lost.reason",
    "company_path": "res.company",
    "currency_path": "res.currency",
}
# Entered figures are counted from a model of ours: nothing is to be chosen.
ENTRY_VALUES = {
    "model_id": False,
    "domain": "[]",
    "date_field": "date",
    "cohort_date_field": "date",
    "aggregate": "sum",
    "value_field": "value",
    "person_path": "user_id",
    "company_path": "company_id",
    "currency_path": "currency_id",
    "plugin": False,
} | {path: column for column, path in PATHS.items()}


class CrmKpiMeasure(models.Model):
    """What can be counted is said on save, in words; nothing else is left for the night's run."""

    _inherit = "crm.kpi.measure"

    @api.model_create_multi
    def create(self, vals_list):
        """Entered figures are always read in the same way."""
        return super().create(
            [
                {**vals, **ENTRY_VALUES} if vals.get("source") == "entries" else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """Entered figures are always read in the same way."""
        if vals.get("source") == "entries":
            vals = {**vals, **ENTRY_VALUES}
        return super().write(vals)

    @api.constrains(
        "source", "model_id", "domain", "plugin", "aggregate", "value_field", "date_field",
        "cohort_date_field", *SUBJECT_MODELS,
    )  # fmt: skip
    def _check_source(self):
        """Refuse what cannot be read, or what its writer may not read himself."""
        for measure in self:
            if measure.source == "plugin":
                measure._check_plugin()
            elif measure.source == "records":
                measure._check_records()

    def _check_plugin(self):
        if not PLUGIN.fullmatch(self.plugin or ""):
            raise ValidationError(
                self.env._(
                    "%(measure)s needs the code of its source: small Latin letters, digits and _.",
                    measure=self.name,
                )
            )

    def _check_records(self):
        # Constraints are asked as root; what somebody may not read, he may not count.
        model = self.env.get(self.model_name or "")
        if model is None or self.model_name not in self._kpi_allowed_models():
            raise ValidationError(
                self.env._(
                    "%(measure)s needs records of one of these: %(models)s.",
                    measure=self.name,
                    models=", ".join(self._kpi_allowed_names()),
                )
            )
        model = model.sudo(False)
        self._check_readable(model)
        self._check_domain(model)
        for name in ("date_field", "cohort_date_field"):
            self._check_path(model, name, lambda field: field.type in ("date", "datetime"))
        self._check_value(model)
        for name, comodel in SUBJECT_MODELS.items():
            # A record with several client groups counts in each of them.
            types = ("many2one", "many2many") if name == "group_path" else ("many2one",)
            self._check_path(
                model,
                name,
                lambda field, comodel=comodel, types=types: (
                    field.type in types and field.comodel_name == comodel
                ),
            )

    def _kpi_allowed_names(self):
        """The names of the models that may be counted, for people."""
        models_ = self.env["ir.model"].sudo()
        names = [name for name in self._kpi_allowed_models() if name in self.env.registry]
        return sorted(models_._get(name).name for name in names)

    def _check_readable(self, model):
        if not model.has_access("read"):
            raise ValidationError(
                self.env._(
                    "%(measure)s: you may not read “%(model)s” yourself.",
                    measure=self.name,
                    model=model._description,
                )
            )

    def _check_domain(self, model):
        """A filter is a list of plain values; dates may be words such as “today -7d”."""
        try:
            domain = Domain(ast.literal_eval(self.domain or "[]"))
            model.with_context(active_test=False).search(domain, limit=1)
        except (ValueError, SyntaxError, TypeError, UserError, AccessError) as error:
            raise ValidationError(
                self.env._(
                    "The filter of %(measure)s cannot be used: %(why)s\n"
                    "Dates may be written as “today”, “today -7d” or “=monday”.",
                    measure=self.name,
                    why=str(error),
                )
            ) from error

    def _check_value(self, model):
        """Sums and averages are of numbers; only counting records needs no field."""
        if self.aggregate == "count":
            return
        if not self.value_field:
            raise ValidationError(
                self.env._("%(measure)s needs the field that is added up.", measure=self.name)
            )
        types = NUMBERS
        if self.aggregate == "distinct":
            types += ("many2one", "char", "date", "datetime", "selection", "boolean")
        self._check_path(
            model,
            "value_field",
            lambda field: field.type in types or field.name == "id",
        )

    def _check_path(self, model, name, fits):
        """Walk a path of fields to its end.

        :param model: where it begins, with the rights of who writes
        :param str name: the field of this record that has the path
        :param fits: says whether the last field is of the right kind
        """
        path = self[name]
        if not path:
            return
        field = None
        for step in path.split("."):
            if field is not None:
                if field.type != "many2one":
                    self._refuse_path(name)
                model = model.env[field.comodel_name]
                self._check_readable(model)
            field = model._fields.get(step)
            if field is None or not self._kpi_is_column(model, field):
                self._refuse_path(name)
        if not fits(field):
            self._refuse_path(name)

    def _kpi_is_column(self, model, field):
        """Whether the database has the field, and the writer may read it."""
        if not model._has_field_access(field, "read"):
            return False
        if field.type == "many2many":
            return field.store
        try:
            query = model.sudo()._search(Domain.FALSE)
            model.sudo()._field_to_sql(query.table, field.name, query)
        except ValueError:
            return False
        return True

    def _refuse_path(self, name):
        ends = {
            "date_field": self.env._("a date"),
            "cohort_date_field": self.env._("a date"),
            "value_field": self.env._("a number"),
        }
        comodel = SUBJECT_MODELS.get(name)
        end = ends.get(name) or self.env["ir.model"].sudo()._get(comodel).name
        raise ValidationError(
            self.env._(
                "%(measure)s: “%(path)s” (%(field)s) does not lead from “%(model)s” to %(end)s. "
                "Use stored fields, one after the other, with dots between.",
                measure=self.name,
                path=self[name],
                field=self._fields[name]._description_string(self.env),
                model=self.model_id.name,
                end=end,
            )
        )
