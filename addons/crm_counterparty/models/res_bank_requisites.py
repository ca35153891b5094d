# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.requisites import ru_bik, ru_correspondent
from ..tools.requisites.errors import RequisiteError
from .requisite_sentences import sentence


class ResBank(models.Model):
    """The code of a bank in its own country, and its account at the central bank."""

    _inherit = "res.bank"

    national_code = fields.Char(
        index="btree_not_null", help="Code of the bank in its own country: BIK in Russia, …"
    )
    correspondent_account = fields.Char(help="Account of the bank at its central bank.")
    requisite_problem = fields.Text(
        compute="_compute_requisite_problem", string="What is Wrong with the Bank"
    )

    @api.depends("national_code", "correspondent_account", "country", "bic")
    def _compute_requisite_problem(self):
        for bank in self:
            bank.requisite_problem = bank._check_bank_requisites()

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse codes that cannot be right."""
        banks = super().create(vals_list)
        banks._refuse_new_requisites()
        return banks

    def write(self, vals):
        """Refuse codes that cannot be right, where they change."""
        before = {bank: bank._requisite_values() for bank in self}
        result = super().write(vals)
        self.filtered(
            lambda bank: bank._requisite_values() != before[bank]
        )._refuse_new_requisites()
        return result

    def _requisite_values(self):
        return self.country, self.national_code, self.correspondent_account

    def _refuse_new_requisites(self):
        if self.env.context.get("no_vat_validation"):
            return
        for bank in self:
            if problem := bank._check_bank_requisites():
                raise ValidationError(
                    self.env._("%(bank)s: %(problem)s", bank=bank.name, problem=problem)
                )

    def _check_bank_requisites(self):
        """What is wrong with the codes of a bank, a sentence or False. Hook for other countries."""
        self.ensure_one()
        if self.country.code != "RU":
            return False
        try:
            if self.national_code:
                ru_bik.validate(self.national_code)
        except RequisiteError as error:
            return sentence(self.env, self._fields["national_code"].string, error)
        try:
            if self.correspondent_account:
                ru_correspondent.validate(self.correspondent_account, self._bik())
        except RequisiteError as error:
            return sentence(self.env, self._fields["correspondent_account"].string, error)
        return False

    def _printed_national_code(self):
        """The code as it stands on documents, with the name it has there."""
        self.ensure_one()
        if not self.national_code:
            return False
        name = self.env._("BIK") if self.country.code == "RU" else self.env._("bank code")
        return f"{name} {self.national_code}"

    def _bik(self):
        """The Russian code of a bank; older data has it in the field for BIC and SWIFT."""
        return next(
            (
                ru_bik.compact(code)
                for code in (self.national_code, self.bic)
                if code and ru_bik.is_valid(code)
            ),
            None,
        )
