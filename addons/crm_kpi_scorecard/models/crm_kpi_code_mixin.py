# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import codes, formula

CODE = re.compile(r"[a-z][a-z0-9_]{0,62}")


class CrmKpiCodeMixin(models.AbstractModel):
    """What formulas call by a code: measures and KPIs."""

    _name = "crm.kpi.code.mixin"
    _description = "Code in Formulas"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        copy=False,
        compute="_compute_code",
        store=True,
        readonly=False,
        precompute=True,
        help="How formulas call it: small Latin letters, digits and _, a letter first.",
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)

    @api.depends("name")
    def _compute_code(self):
        """Propose a code from the name; one that is there stays, since formulas may call it."""
        missing = self.filtered(lambda record: record.name and not record.code)
        used = self._kpi_used_codes() if missing else set()
        word = "measure" if self._name == "crm.kpi.measure" else "kpi"
        for record in self:
            if record in missing:
                record.code = codes.proposed(record.name, used, word)
                used.add(record.code)
            else:
                record.code = record.code or False

    def _kpi_used_codes(self):
        """The codes of measures and KPIs, which formulas tell apart, and of functions."""
        used = set(formula.FUNCTIONS)
        for model in ("crm.kpi.measure", "crm.kpi.definition"):
            known = self.env[model].sudo().with_context(active_test=False)
            used.update(known.search([("code", "!=", False)]).mapped("code"))
        return used

    @api.constrains("code")
    def _check_code(self):
        """A code is a word of the language of formulas, and none of its functions."""
        for record in self:
            if not CODE.fullmatch(record.code) or record.code in formula.FUNCTIONS:
                raise ValidationError(
                    self.env._(
                        "“%(code)s” cannot be a code. Use small Latin letters, digits and _, begin "
                        "with a letter, and leave out the functions of formulas (%(functions)s).",
                        code=record.code,
                        functions=", ".join(sorted(formula.FUNCTIONS)),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """An empty code, as of an imported file, is proposed like one that is not told."""
        told = [
            {name: value for name, value in values.items() if value or name != "code"}
            for values in vals_list
        ]
        return super().create(told)

    def copy_data(self, default=None):
        """A copy has a name and a code of its own."""
        others = self.with_context(active_test=False).sudo().search([("code", "!=", False)])
        codes = set(others.mapped("code"))
        result = super().copy_data(default)
        for record, values in zip(self, result, strict=True):
            if "name" not in (default or {}):
                values["name"] = self.env._("%(name)s (copy)", name=record.name)
            if "code" not in values:
                number = 2
                while f"{record.code}_{number}" in codes:
                    number += 1
                values["code"] = f"{record.code}_{number}"
                codes.add(values["code"])
        return result

    def write(self, vals):
        """A code that formulas use is not taken away; nothing goes to a company not one's own."""
        if "code" in vals:
            self.filtered(lambda record: record.code != vals["code"])._kpi_refuse_if_used()
        done = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._kpi_refuse_if_used()

    def _kpi_refuse_if_used(self):
        """Raise when a formula of somebody else names one of these."""
        domain = [("kind", "=", "formula")]
        if self._name == "crm.kpi.definition":
            domain.append(("id", "not in", self.ids))
        formulas = self.env["crm.kpi.definition"].sudo().with_context(active_test=False)
        users = {}
        for definition in formulas.search(domain):
            for code in definition._kpi_names():
                users.setdefault(code, []).append(definition)
        for record in self:
            for definition in users.get(record.code, []):
                if record.company_id in (definition.company_id, self.env["res.company"]):
                    raise UserError(
                        self.env._(
                            "The formula of %(kpi)s uses “%(code)s”. Change the formula first.",
                            kpi=definition.display_name,
                            code=record.code,
                        )
                    )
