# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import ValidationError

from ..tools.requisites import (
    hu_person,
    hu_registration,
    hu_tax,
    library,
    ru_kpp,
    ru_ogrn,
    ru_okpo,
    tw_ubn,
    ua_ipn,
)
from ..tools.requisites.errors import RequisiteError
from .requisite_sentences import sentence


class CrmRequisiteType(models.Model):
    """The checks, by country.

    Each takes the value and the party it belongs to, returns the value as it is to be kept, and
    raises a `ValidationError` with a sentence that says what is wrong and what to do.
    """

    _inherit = "crm.requisite.type"

    def _told(self, check, *args, **kwargs):
        """Call a module of ``tools.requisites``; its error becomes a sentence."""
        try:
            check.validate(*args, **kwargs)
        except RequisiteError as error:
            raise ValidationError(sentence(self.env, self.name, error)) from error
        rest = args[1:2] if check is library else ()
        return check.format(args[0], *rest)

    def _requisite_check_library(self, value, party):
        """By the module of python-stdnum that the type names."""
        return self._told(library, value, self.library_module)

    def _requisite_check_ru_inn(self, value, party):
        """ИНН: 10 digits of a company, 12 of a person."""
        lengths = (10,) if party.kind == "company" else (12,)
        return self._told(library, value, "ru.inn", lengths)

    def _requisite_check_ru_kpp(self, value, party):
        """КПП."""
        return self._told(ru_kpp, value)

    def _requisite_check_ru_ogrn(self, value, party):
        """ОГРН of a company, ОГРНИП of a sole trader."""
        length = ru_ogrn.COMPANY if party.kind == "company" else ru_ogrn.TRADER
        return self._told(ru_ogrn, value, (length,))

    def _requisite_check_ru_okpo(self, value, party):
        """ОКПО."""
        return self._told(ru_okpo, value)

    def _requisite_check_ua_edrpou(self, value, party):
        """ЄДРПОУ."""
        return self._told(library, value, "ua.edrpou", (8,))

    def _requisite_check_ua_tax(self, value, party):
        """ІПН or РНОКПП; a company that pays no VAT has only its ЄДРПОУ code."""
        number = value.upper().removeprefix("UA")
        if party.kind == "company" and len(ua_ipn.compact(number)) == 8:
            self._requisite_check_ua_edrpou(number, party)
            return value
        self._told(ua_ipn, number, party.numbers.get("company_registry"))
        return value

    def _requisite_check_hu_tax(self, value, party):
        """Adószám; a person's adóazonosító jel; the eight digits alone, as in the EU."""
        number = hu_tax.compact(value).removeprefix("HU")
        if len(number) == 8:
            self._told(library, number, "hu.anum")
            return value
        if len(number) == hu_person.LENGTH and party.kind != "company":
            return self._told(hu_person, number)
        return self._told(hu_tax, number)

    def _requisite_check_hu_group(self, value, party):
        """Tax number of the VAT group to which a company belongs."""
        return self._told(hu_tax, value, hu_tax.GROUP)

    def _requisite_check_eu_vat(self, value, party):
        """VAT number of a member state, with the letters of its country or without."""
        number = "".join(filter(str.isalnum, value.upper()))
        letters = {"GR": "EL"}.get(party.country, party.country or "")
        if library.is_valid(number, "eu.vat"):
            return value
        if not number.startswith(letters):
            number = letters + number
        self._told(library, number, "eu.vat")
        return value

    def _requisite_check_hu_eu_vat(self, value, party):
        """Közösségi adószám: HU and the first eight digits of the tax number."""
        number = "HU" + self._told(library, value, "hu.anum")
        own = hu_tax.compact(party.numbers.get("vat") or "").removeprefix("HU")[:8]
        if len(own) == 8 and own != number[2:]:
            raise ValidationError(
                self.env._(
                    "%(label)s %(value)s belongs to another company: the tax number here begins"
                    " with %(own)s. Correct one of the two.",
                    label=self.name,
                    value=number,
                    own=own,
                )
            )
        return number

    def _requisite_check_hu_registration(self, value, party):
        """Cégjegyzékszám."""
        return self._told(hu_registration, value)

    def _requisite_check_tw_ubn(self, value, party):
        """統一編號."""
        return self._told(tw_ubn, value)
