# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

# Merged leads stand for nobody any more. A lead that names only a company is compared as a company.
QUERY = """
    SELECT l.id, l.company_id, l.merged_into_id IS NULL AS is_compared,
           (COALESCE(l.contact_name, '') = '' AND COALESCE(l.partner_name, '') <> '') AS is_company,
           COALESCE(NULLIF(l.contact_name, ''), l.partner_name) AS name, l.partner_name AS company,
           l.email_from AS email, l.phone, l.vat, l.website, l.street, l.street2, l.city, l.zip,
           l.country_id AS country, l.name AS card_name,
           (SELECT p.country_id FROM res_company b JOIN res_partner p ON p.id = b.partner_id
             WHERE b.id = COALESCE(l.company_id, %(company)s)) AS company_country,
           charge.name AS in_charge, further.rows AS further
      FROM crm_lead l
      LEFT JOIN res_users u ON u.id = l.user_id
      LEFT JOIN res_partner charge ON charge.id = u.partner_id
      LEFT JOIN LATERAL (
           SELECT jsonb_agg(jsonb_build_array(i.kind, i.value) ORDER BY i.id) AS rows
             FROM crm_identifier i
            WHERE i.lead_id = l.id AND i.origin <> 'card' AND i.kind IN ('phone', 'email')
           ) further ON TRUE
     WHERE l.id = ANY(%(ids)s)
"""


class CrmLead(models.Model):
    """What of a lead is compared."""

    _inherit = "crm.lead"

    @api.model
    def _dedup_query(self):
        return QUERY

    def _dedup_fresh_records(self):
        """A lead says all by itself, so it is read like values that are typed."""
        names = {*self._dedup_value_fields().values(), "contact_name", "partner_name"}
        links = ("company_id", "country_id", "partner_id")
        vals_list = [
            {
                "id": lead.id,
                **{name: lead[name] for name in names},
                **{name: lead[name].id for name in links},
            }
            for lead in self
        ]
        return {record["id"]: record for record in self._dedup_records_of_values(vals_list)}

    @api.model
    def _dedup_watched_fields(self):
        return super()._dedup_watched_fields() | {
            "contact_name", "partner_name", "email_from", "partner_id",
        }  # fmt: skip

    @api.model
    def _dedup_mirrored_fields(self):
        return super()._dedup_mirrored_fields() | {"partner_id"}

    @api.model
    def _dedup_value_fields(self):
        return {**super()._dedup_value_fields(), "email": "email_from"}

    @api.model
    def _dedup_owner_field(self):
        return "partner_id"

    @api.model
    def _dedup_names_of_values(self, vals, owner):
        person, firm = vals.get("contact_name") or None, vals.get("partner_name") or None
        return {"is_company": bool(firm and not person), "name": person or firm, "company": firm}
