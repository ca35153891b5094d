# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .crm_identifier_mixin_values import related_id

# Merged cards, the users' own companies and the technical users are nobody's duplicates.
QUERY = """
    SELECT p.id, p.company_id, COALESCE(p.is_company, FALSE) AS is_company, p.name,
           p.merged_into_id IS NULL
           AND NOT EXISTS (SELECT FROM res_company own WHERE own.partner_id = p.id)
           AND NOT EXISTS (SELECT FROM res_users u
                             JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
                              AND d.module = 'base' AND d.name IN ('public_user', 'user_root')
                            WHERE u.partner_id = p.id) AS is_compared,
           CASE WHEN p.is_company THEN NULL
                ELSE COALESCE(NULLIF(p.company_name, ''), parent.name) END AS company,
           p.email, p.phone, NULLIF(p.vat, parent.vat) AS vat,
           NULLIF(p.website, parent.website) AS website, NULLIF(p.street, parent.street) AS street,
           NULLIF(p.street2, parent.street2) AS street2, p.city, p.zip, p.ref,
           p.country_id AS country,
           (SELECT o.country_id FROM res_company b JOIN res_partner o ON o.id = b.partner_id
             WHERE b.id = COALESCE(p.company_id, %(company)s)) AS company_country,
           charge.name AS in_charge,
           COALESCE(NULLIF(p.complete_name, ''), p.name) AS card_name, further.rows AS further
      FROM res_partner p
      LEFT JOIN res_users u ON u.id = p.user_id
      LEFT JOIN res_partner charge ON charge.id = u.partner_id
      LEFT JOIN res_partner parent ON parent.id = p.parent_id AND parent.is_company
      LEFT JOIN LATERAL (
           SELECT jsonb_agg(jsonb_build_array(i.kind, i.value) ORDER BY i.id) AS rows
             FROM crm_identifier i
            WHERE i.partner_id = p.id AND i.origin <> 'card' AND i.kind IN ('phone', 'email')
           ) further ON TRUE
     WHERE p.id = ANY(%(ids)s)
"""
# Odoo writes these from a company to its people: they say nothing about a person.
OF_COMPANY = ("vat", "website", "street", "street2")


class ResPartner(models.Model):
    """What of a customer is compared."""

    _inherit = "res.partner"

    @api.model
    def _dedup_query(self):
        return QUERY

    @api.model
    def _dedup_watched_fields(self):
        return super()._dedup_watched_fields() | {
            "name", "email", "is_company", "parent_id", "company_name", "ref",
        }  # fmt: skip

    def _dedup_changed(self):
        """The name of a company stands on its people too; leads mirror their customer."""
        result = super()._dedup_changed()
        self.env["crm.dedup.profile"]._schedule_relatives(self)
        return result

    def _dedup_relatives_changed(self):
        """Renew the profiles of the people and leads of these customers, found in two queries."""
        everybody = self.sudo().with_context(active_test=False)
        everybody.search([("parent_id", "in", self.ids)])._dedup_refresh()
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads.search([("partner_id", "in", self.ids)])._dedup_refresh()

    @api.model
    def _dedup_value_fields(self):
        return {**super()._dedup_value_fields(), "email": "email", "ref": "ref"}

    @api.model
    def _dedup_records_of_values(self, vals_list):
        records = super()._dedup_records_of_values(vals_list)
        parents = [related_id(vals.get("parent_id")) for vals in vals_list]
        parents = self.sudo().browse({number for number in parents if number})
        for vals, record in zip(vals_list, records, strict=True):
            parent = parents.browse(related_id(vals.get("parent_id")) or ())
            if parent.is_company:
                record.update(
                    {name: None for name in OF_COMPANY if record.get(name) == parent[name]}
                )
        return records

    @api.model
    def _dedup_owner_field(self):
        return "parent_id"

    @api.model
    def _dedup_names_of_values(self, vals, owner):
        is_company = bool(vals.get("is_company"))
        firm = vals.get("company_name") or (owner.is_company and owner.name) or None
        return {
            "is_company": is_company,
            "name": vals.get("name") or None,
            "company": None if is_company else firm,
        }
