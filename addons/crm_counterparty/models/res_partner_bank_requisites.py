# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.requisites import iban, ru_account, ru_bik
from ..tools.requisites.errors import RequisiteError
from .requisite_sentences import sentence


class ResPartnerBank(models.Model):
    """Account numbers that cannot be right are explained; in Russia they prove their bank."""

    _inherit = "res.partner.bank"

    is_printed = fields.Boolean("Print on Documents", help="On quotations and invoices.")
    requisite_problem = fields.Text(
        compute="_compute_requisite_problem", string="What is Wrong with the Account"
    )

    @api.depends(
        "acc_number",
        "clearing_number",
        "bank_id.national_code",
        "bank_id.bic",
        "bank_id.country",
        "partner_id.country_id",
    )
    def _compute_requisite_problem(self):
        for account in self:
            account.requisite_problem = account._russian_problem() or account._iban_problem()

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse an account that is not one of its bank."""
        accounts = super().create(vals_list)
        accounts._refuse_new_numbers()
        return accounts

    def write(self, vals):
        """Refuse an account that is not one of its bank, where one of both changes."""
        before = {account: (account.acc_number, account.bank_id) for account in self}
        result = super().write(vals)
        self.filtered(
            lambda account: (account.acc_number, account.bank_id) != before[account]
        )._refuse_new_numbers()
        return result

    def _refuse_new_numbers(self):
        """Refuse an account that is not one of its bank. An IBAN core takes is only warned of."""
        if self.env.context.get("no_vat_validation"):
            return
        for account in self:
            if problem := account._russian_problem():
                raise ValidationError(
                    self.env._(
                        "%(number)s: %(problem)s", number=account.acc_number, problem=problem
                    )
                )

    def _russian_problem(self):
        """A Russian account: 20 digits that fit the code of the bank."""
        self.ensure_one()
        country = self.bank_id.country or self.partner_id.country_id
        if country.code != "RU" or iban.looks_like(self.acc_number or ""):
            return False
        clearing = self.clearing_number or ""
        bik = self.bank_id._bik() or (clearing if ru_bik.is_valid(clearing) else None)
        if not bik:
            # Without a bank nothing is proved: the number may be of any system.
            return False
        try:
            ru_account.validate(self.acc_number or "", bik)
        except RequisiteError as error:
            return sentence(self.env, self._fields["acc_number"].string, error)
        return False

    def _iban_problem(self):
        """A wrong IBAN is kept by core as an ordinary number, and nothing is said."""
        self.ensure_one()
        number = self.acc_number or ""
        if not iban.looks_like(number) or iban.is_valid(number):
            return False
        return self.env._(
            "This looks like an IBAN, but its check digits do not fit: a digit is wrong, missing or"
            " too many. Compare it with the document."
        )

    def _printed_account(self):
        """The account as it stands on documents: number, bank, codes of the bank."""
        self.ensure_one()
        bank = self.bank_id
        parts = [
            self.acc_number,
            bank.name,
            bank.bic,
            bank.national_code != bank.bic and bank._printed_national_code(),
            bank.correspondent_account
            and self.env._("correspondent account %(account)s", account=bank.correspondent_account),
        ]
        return ", ".join(filter(None, parts))
