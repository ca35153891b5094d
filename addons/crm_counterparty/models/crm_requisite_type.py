# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.requisites import library

CHECK_PREFIX = "_requisite_check_"


class CrmRequisiteType(models.Model):
    """A number or code that parties of some country have: КПП, ЄДРПОУ, cégjegyzékszám, …

    Where core has a field for it (tax number, company number), the number stays in that field;
    everything else is a row of `crm.party.requisite`. A check is a method
    ``_requisite_check_<name>`` of this model: a module that adds one needs to do nothing else.
    """

    _name = "crm.requisite.type"
    _description = "Type of Requisite"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char("Label", required=True, translate=True)
    code = fields.Char(
        required=True, copy=False, help="A word by which imports and programs know the type."
    )
    country_id = fields.Many2one("res.country", index="btree_not_null", ondelete="restrict")
    country_group_id = fields.Many2one("res.country.group", ondelete="restrict")
    for_company = fields.Boolean("Companies", default=True)
    for_trader = fields.Boolean("Sole Traders", default=True)
    for_person = fields.Boolean("Persons")
    partner_field = fields.Selection(
        [("vat", "Tax ID"), ("company_registry", "Company ID")],
        "Kept in",
        help="The field of Odoo that holds this number. Empty: a row of its own on the contact.",
    )
    check_name = fields.Selection(
        selection="_selection_check_name",
        string="Check",
        help="How a value is checked. Empty: any text is right.",
    )
    library_module = fields.Char(
        help="For the check of the library: country and number, for example “pl.regon”."
    )
    is_expected = fields.Boolean(
        "Expected", default=True, help="Offered at once, and named while it is missing."
    )
    is_refused = fields.Boolean(
        "Refuse Wrong Values",
        default=True,
        help="A wrong value cannot be saved. Otherwise a sentence warns, and it is saved.",
    )
    is_printed = fields.Boolean("Printed", default=True, help="On quotations and invoices.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text(translate=True, help="Where the number is found, for who types it.")

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is a type of requisite with this code already."
    )

    @api.model
    def _selection_check_name(self):
        """All checks there are, also those that other modules bring."""
        names = sorted(
            name.removeprefix(CHECK_PREFIX)
            for name in dir(type(self))
            if name.startswith(CHECK_PREFIX)
        )
        return [(name, name.replace("_", " ").upper()) for name in names]

    @api.constrains("check_name", "library_module")
    def _check_library_module(self):
        for kind in self:
            if kind.check_name == "library" and not library.module(kind.library_module or ""):
                raise ValidationError(
                    self.env._(
                        "“%(module)s” is no module of python-stdnum. Write the country and the"
                        " number, for example “pl.regon”.",
                        module=kind.library_module or "",
                    )
                )

    @api.depends("name", "country_id")
    @api.depends_context("requisite_country")
    def _compute_display_name(self):
        for kind in self:
            country = kind.country_id.code if self.env.context.get("requisite_country") else False
            kind.display_name = f"{kind.name} ({country})" if country else kind.name

    @api.private
    def _for_parties(self, parties):
        """The types that matter for each of these parties, most specific first.

        :param parties: (kind, country record) pairs
        :return: ``{(kind, country): types}``; of the types kept in the same field of core only
            the most specific one: a country's before its group's before everybody's
        """
        return {
            (party_kind, country): self.browse(self._ids_for(party_kind, country._origin.id))
            for party_kind, country in set(parties)
        }

    @api.model
    @tools.ormcache("party_kind", "country_id")
    def _ids_for(self, party_kind, country_id):
        """Ids of the types for one kind of party in a country: they hardly ever change."""
        country = self.env["res.country"].browse(country_id or [])
        matching = (
            self.sudo()
            .with_context(active_test=True)
            .search(Domain(f"for_{party_kind}", "=", True))
            .filtered(lambda kind: kind._concerns(country))
        )
        by_field = matching.sorted(lambda kind: (not kind.country_id, not kind.country_group_id))
        seen, hidden = set(), matching.browse()
        for kind in by_field.filtered("partner_field"):
            if kind.partner_field in seen:
                hidden |= kind
            seen.add(kind.partner_field)
        return (matching - hidden)._ids

    def _concerns(self, country):
        self.ensure_one()
        if self.country_id:
            return self.country_id == country
        return not self.country_group_id or country in self.country_group_id.country_ids

    @api.model_create_multi
    def create(self, vals_list):
        """Have it worked out anew which types matter where."""
        kinds = super().create(vals_list)
        self.env.registry.clear_cache()
        return kinds

    def write(self, vals):
        """Have it worked out anew which types matter where."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Have it worked out anew which types matter where."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.private
    def _check_value(self, value, party):
        """Check one value.

        :param party: to whom it belongs, see ``tools.requisites.party``
        :return: the value as it is to be kept, and what is wrong with it (a sentence) or False
        """
        self.ensure_one()
        value = " ".join((value or "").split())
        if not value or not self.check_name:
            return value, False
        try:
            return getattr(self, CHECK_PREFIX + self.check_name)(value, party), False
        except ValidationError as error:
            return value, str(error.args[0])
