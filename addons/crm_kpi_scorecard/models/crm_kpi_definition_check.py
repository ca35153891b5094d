# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import formula
from .crm_kpi_definition import PER_KIND

# What the measure of a kind has to tell.
AGGREGATES = {"count": ("count", "distinct"), "sum": ("sum", "avg"), "average": ("sum", "avg")}


class CrmKpiDefinition(models.Model):
    """What a KPI needs is said on save; no formula goes in circles."""

    _inherit = "crm.kpi.definition"

    def _kpi_names(self):
        """Return the codes that the formula names; none when it cannot be read."""
        self.ensure_one()
        if self.kind != "formula":
            return frozenset()
        try:
            return formula.names(formula.parse(self.formula or ""))
        except formula.FormulaError:
            return frozenset()

    @api.constrains("kind", "numerator_id", "denominator_id", "unit")
    def _check_measures(self):
        """Each kind has the measures it is made of."""
        for kpi in self.filtered(lambda kpi: kpi.kind != "formula"):
            measures = kpi.numerator_id
            if not measures or (kpi.kind == "ratio" and not kpi.denominator_id):
                raise ValidationError(kpi._kpi_needs())
            fits = AGGREGATES.get(kpi.kind)
            if fits and measures.source == "records" and measures.aggregate not in fits:
                raise ValidationError(kpi._kpi_needs())
            if kpi.unit == "percent" and kpi.kind in ("count", "sum"):
                raise ValidationError(
                    self.env._(
                        "%(kpi)s: a number or a sum is no percentage. Make it a ratio or a "
                        "formula, or choose another unit.",
                        kpi=kpi.name,
                    )
                )

    def _kpi_needs(self):
        """Return what this kind of KPI needs, in words."""
        needs = {
            "count": self.env._("“%(kpi)s” needs a measure that counts records."),
            "sum": self.env._("“%(kpi)s” needs a measure that adds something up."),
            "average": self.env._("“%(kpi)s” needs a measure with a field that is averaged."),
            "ratio": self.env._("“%(kpi)s” needs two measures: what is divided, and by what."),
        }
        return needs[self.kind] % {"kpi": self.name}

    @api.constrains("basis", "kind", "formula", "numerator_id", "denominator_id")
    def _check_cohort(self):
        """By cohort, each measure knows when the story of its records began."""
        for kpi in self.filtered(lambda kpi: kpi.basis == "cohort"):
            measures = kpi.numerator_id | kpi.denominator_id
            if kpi.kind == "formula":
                measures = kpi._kpi_known("crm.kpi.measure", kpi._kpi_names())
            lacking = measures.filtered(
                lambda measure: measure.source == "records" and not measure.cohort_date_field
            )
            if lacking:
                raise ValidationError(
                    self.env._(
                        "“%(kpi)s” is told by cohort: give the measures %(measures)s a date of the "
                        "cohort.",
                        kpi=kpi.name,
                        measures=", ".join(lacking.mapped("name")),
                    )
                )

    @api.constrains(*PER_KIND)
    def _check_kinds(self):
        """A KPI is computed for one kind of period at least."""
        for kpi in self:
            if not any(kpi[name] for name in PER_KIND):
                raise ValidationError(
                    self.env._("Choose the periods for which “%(kpi)s” is computed.", kpi=kpi.name)
                )

    @api.constrains("kind", "formula", "code", "company_id", "active")
    def _check_formula(self):
        """A formula can be read, knows its words, and needs itself nowhere."""
        for kpi in self.filtered(lambda kpi: kpi.kind == "formula"):
            try:
                names = formula.names(formula.parse(kpi.formula or ""))
            except formula.FormulaError as error:
                raise ValidationError(
                    self.env._(
                        "The formula of “%(kpi)s” cannot be read: %(why)s.\n%(formula)s",
                        kpi=kpi.name,
                        why=str(error),
                        formula=kpi.formula or "",
                    )
                ) from error
            known = kpi._kpi_known("crm.kpi.measure", names).mapped("code")
            known += kpi._kpi_known(self._name, names).mapped("code")
            unknown = sorted(names.difference(known))
            if unknown or not names:
                raise ValidationError(kpi._kpi_unknown(unknown))
        self._check_cycle()

    def _kpi_known(self, model, names):
        """Return the measures or KPIs with these codes that the company of this KPI has."""
        self.ensure_one()
        companies = [False, self.company_id.id]
        return (
            self.env[model]
            .sudo()
            .search(Domain("code", "in", sorted(names)) & Domain("company_id", "in", companies))
        )

    def _kpi_unknown(self, unknown):
        """Return what is wrong with the words of a formula."""
        if not unknown:
            return self.env._(
                "The formula of “%(kpi)s” names no measure and no KPI.", kpi=self.name
            )
        return self.env._(
            "The formula of “%(kpi)s” names what is not there: %(names)s. "
            "Use the codes of measures and KPIs of the same company, or of all companies.",
            kpi=self.name,
            names=", ".join(unknown),
        )

    def _check_cycle(self):
        """Raise with the path where a formula needs itself, in the eyes of any company."""
        everything = self.sudo().with_context(active_test=False)
        graphs = defaultdict(dict)
        for kpi in everything.search([("kind", "=", "formula")]):
            graphs[kpi.company_id.id][kpi.code] = kpi._kpi_names()
        shared = graphs.pop(False, {})
        for own in [{}, *graphs.values()]:
            path = formula.cycle({**shared, **own})
            if path:
                raise ValidationError(
                    self.env._(
                        "These KPIs would be made of themselves: %(path)s.",
                        path=" → ".join(path),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        """History of closed periods is not thrown away with a KPI."""
        frozen = [("definition_id", "in", self.ids), ("is_frozen", "=", True)]
        figure = self.env["crm.kpi.snapshot"].sudo().search(frozen, limit=1)
        if figure:
            raise UserError(
                self.env._(
                    "“%(kpi)s” has figures of closed periods. Archive it instead of deleting it.",
                    kpi=figure.definition_id.name,
                )
            )
