# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import ormcache

from ..tools import emails, phones, tax_numbers, websites
from ..tools import values as intake_values
from ..tools.item import Item


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    def _prepare_item(self, request):
        """Read the identifiers of one request. Hook: extend to read more.

        :param request: one dict as :meth:`receive` takes it
        :return: ``tools.item.Item``
        """
        # Odoo's own empty value would be read as the word "false".
        given = {k: v for k, v in (request.get("values") or {}).items() if v is not False}
        cleaned, _problems = intake_values.clean(given)
        source = self.env["crm.intake.source"].browse(request.get("source_id"))
        team = self.env["crm.team"].browse(request.get("team_id")) or source.team_id
        company = (
            self.env["res.company"].browse(request.get("company_id"))
            or source.company_id
            or team.company_id
            or self.env.company
        )
        item = Item(request=request, values=cleaned, company_id=company.id, team_id=team.id or 0)
        regions = self._regions(item, source, company)
        self._read_phones(item, regions)
        for text in [cleaned.email, *(request.get("emails") or [])]:
            email = emails.normalize_email(text)
            if email:
                item.emails.setdefault(emails.email_key(email), email)
        region = regions[0] if regions else None
        item.tax_number = tax_numbers.normalize_tax_number(cleaned.tax_number, region) or ""
        item.domain = self._company_domain(item)
        return item

    @api.model
    def _read_phones(self, item, regions):
        """All phones of the request; one that cannot be read is kept by its last digits."""
        texts = [item.values.phone, *(item.request.get("phones") or [])]
        for text in texts:
            for piece in phones.split_phones(text or ""):
                phone = phones.parse_phone(piece, regions)
                if not (phone and phone.valid):
                    item.unreadable_phone = item.unreadable_phone or piece
                if phone and (phone.valid or phone.tail):
                    item.phones.append(phone)

    @api.model
    def _regions(self, item, source, company):
        """Countries in which to read the phones of a request: named, source's, company's."""
        codes = (
            self._country_named(item.values.country)[0],
            source.country_id.code,
            company.country_id.code,
        )
        return tuple(dict.fromkeys(code for code in codes if code))

    @api.model
    def _company_domain(self, item):
        """Domain of the sender's company by e-mail or website; "" for free mail."""
        for email in item.emails.values():
            if domain := self.env["crm.identifier"]._company_domain(email):
                return domain
        return websites.company_host(item.values.website) or ""

    # ------------------------------------------------------------------
    # Countries and languages by what a sender calls them
    # ------------------------------------------------------------------

    @api.model
    def _country_named(self, text):
        """``(code, id)`` of the country a sender named by code or name; ``(None, 0)`` if none."""
        return self._countries().get(text.casefold(), (None, 0))

    @api.model
    @ormcache("self.env.lang", cache="stable")
    def _countries(self):
        """``{code or name, casefolded: (code, id)}`` of all countries, in the language."""
        countries = self.env["res.country"].search_fetch([], ["code", "name"])
        found = {country.name.casefold(): (country.code, country.id) for country in countries}
        found.update({c.code.casefold(): (c.code, c.id) for c in countries})
        return found

    @api.model
    def _country_id(self, item):
        """The country named, else the one the phone tells; False when neither does."""
        named = self._country_named(item.values.country)[1]
        region = item.phones[0].region if item.phones else None
        return named or self._country_named(region or "")[1] or False

    @api.model
    def _language_id(self, item):
        """An installed language for what the sender named: exact, else the same language."""
        wanted = item.values.language.replace("-", "_").casefold()
        if not wanted:
            return False
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        found = [code for code in codes if code.casefold() == wanted] or [
            code for code in codes if code.casefold().split("_")[0] == wanted.split("_")[0]
        ]
        return self.env["res.lang"]._get_data(code=found[0]).id if found else False
