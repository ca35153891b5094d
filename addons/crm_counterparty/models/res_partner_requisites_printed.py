# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.requisites.party import Party
from .res_partner_requisites import CORE_FIELDS


class ResPartner(models.Model):
    """Requisites for others: on documents, and checked before there is a contact."""

    _inherit = "res.partner"

    @api.private
    def _printed_requisites(self, company, skip=()):
        """What stands on a quotation or invoice: ``[(label, value)]``, in the context's language.

        Hook: a module adds lines of its own.

        :param company: who prints, see ``res.company.requisite_printing``
        :param skip: fields of core that the document shows elsewhere
        """
        self.ensure_one()
        party = self.commercial_partner_id
        rows = party._printed_own_requisites()
        if company.requisite_printing == "never" or (
            company.requisite_printing == "used" and not rows
        ):
            return []
        kept = [
            (kind.name, party[kind.partner_field])
            for kind in party._requisite_types()[party]
            if kind.partner_field
            and kind.is_printed
            and kind.partner_field not in skip
            and (party[kind.partner_field] or "/") != "/"
        ]
        return kept + rows

    def _printed_own_requisites(self):
        """What only this add-on knows of a party."""
        self.ensure_one()
        rows = [
            (line.type_id.name, line.value)
            for line in self.requisite_ids
            if line.type_id.is_printed and line.value
        ]
        legal = self.legal_address_id
        if legal and legal != self:
            rows.append(
                (self.env._("Legal address"), ", ".join(legal._display_address(True).split("\n")))
            )
        rows += [
            (self.env._("Bank account"), account._printed_account())
            for account in self.bank_ids
            if account.is_printed
        ]
        if self.director_id:
            rows.append((self.env._("Represented by"), self._printed_director()))
        return rows

    def _printed_director(self):
        position, basis = self.director_position, self.authority_basis
        who = f"{self.director_id.name}, {position}" if position else self.director_id.name
        if not basis:
            return who
        return self.env._("%(who)s, on the basis of: %(basis)s", who=who, basis=basis)

    @api.model
    @api.private
    def _check_requisites(self, vals_list):
        """Check numbers of parties that need not exist yet, for dialogs and imports.

        :param vals_list: for each party ``country_id`` (an id), ``is_company``,
            ``is_sole_trader``, ``vat``, ``company_registry``, and ``requisites``:
            ``{code of the type: value}``
        :return: for each party ``{field or code: {"label", "value", "problem"}}``: the value as
            it would be kept, and a sentence when it is wrong, else False
        """
        country_model = self.env["res.country"]
        kinds = [
            ("trader", "company", "person")[
                0 if vals.get("is_sole_trader") else 1 if vals.get("is_company") else 2
            ]
            for vals in vals_list
        ]
        keys = [
            (kind, country_model.browse(vals.get("country_id") or []))
            for kind, vals in zip(kinds, vals_list, strict=True)
        ]
        types = self.env["crm.requisite.type"]._for_parties(keys)
        return [
            self._check_requisites_of(vals, kind, country, types[kind, country])
            for vals, (kind, country) in zip(vals_list, keys, strict=True)
        ]

    def _check_requisites_of(self, vals, kind, country, types):
        kept = {name: vals[name] for name in CORE_FIELDS if vals.get(name)}
        values = kept | (vals.get("requisites") or {})
        by_name = {known.partner_field or known.code: known for known in types}
        party = Party(kind, country.code or None, kept)
        checked = {}
        for name, value in values.items():
            known = by_name.get(name)
            label = known.name if known else self._fields[name].string if name in kept else name
            problem = False
            if known:
                value, problem = known._check_value(value, party)  # noqa: PLW2901
            if name == "vat" and not problem:
                value, problem = self._check_vat_as_core(country, value)  # noqa: PLW2901
            checked[name] = {"label": label, "value": value, "problem": problem}
        return checked

    def _check_vat_as_core(self, country, vat):
        """Core's own word about a tax number, without its line feeds."""
        try:
            return self._run_vat_checks(country, vat)[0], False
        except ValidationError as error:
            return vat, " ".join(str(error.args[0]).split())
