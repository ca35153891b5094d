# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmIdentifierMixin(models.AbstractModel):
    """Values that are not saved yet, as records for the comparison."""

    _inherit = "crm.identifier.mixin"

    @api.model
    def _dedup_value_fields(self):
        """``{key of the record: field of the card}`` of the values taken as they are. Hook."""
        same = ("phone", "vat", "website", "street", "street2", "city", "zip")
        return {name: name for name in same}

    @api.model
    def _dedup_records_of_values(self, vals_list):
        """What :meth:`_dedup_record_values` gives of saved cards, for values. Hook.

        :param vals_list: field values; a relation is an id, a pair or a dictionary with ``id``
        :return: list of records in order; ``linked`` holds the customers that belong to the card
        """
        names = self._dedup_value_fields()
        own_fields = self.env["crm.dedup.rule"]._own_fields(self._name)
        partners = (
            self.env["res.partner"]
            .sudo()
            .browse({related_id(vals.get(self._dedup_owner_field())) for vals in vals_list} - {0})
        )
        own_countries = self._company_countries(
            {related_id(vals.get("company_id")) for vals in vals_list} - {0}
        )
        records = []
        for vals in vals_list:
            owner = partners.browse(related_id(vals.get(self._dedup_owner_field())) or ())
            record = {key: vals.get(name) or None for key, name in names.items()}
            record |= self._dedup_place_of_values(vals, own_countries)
            record |= self._dedup_names_of_values(vals, owner)
            record |= {
                key: self._dedup_typed_value(name, vals.get(name))
                for key, name in own_fields.items()
            }
            linked = {owner.id, owner.parent_id.id, owner.commercial_partner_id.id}
            records.append({**record, "is_compared": True, "linked": linked - {False}})
        return records

    @api.model
    def _dedup_place_of_values(self, vals, own_countries):
        """Which card it is, of which company, and the countries to read its phones in."""
        company_id = related_id(vals.get("company_id")) or None
        country = self._dedup_country_codes().get(related_id(vals.get("country_id")))
        regions = (country, own_countries.get(company_id or self.env.company.id))
        return {
            "id": related_id(vals.get("id")),
            "model": self._name,
            "company_id": company_id,
            "country": country,
            "regions": tuple(dict.fromkeys(code for code in regions if code)),
        }

    @api.model
    def _dedup_typed_value(self, name, value):
        if self._fields[name].type == "many2one":
            return related_id(value) or None
        return self._dedup_plain_value(name, value)

    @api.model
    def _dedup_owner_field(self):
        """The field with the customer to whom a card belongs."""
        raise NotImplementedError

    @api.model
    def _dedup_names_of_values(self, vals, owner):
        """``is_company``, ``name`` and ``company`` of typed values."""
        raise NotImplementedError


def related_id(value):
    """The id in a value as a form, an import or an API gives it; 0 for none."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, (list, tuple)):
        value = value[0] if value else 0
    return value if isinstance(value, int) else 0
