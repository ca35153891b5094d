# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

# Core's rule: a domain or a phone that this many other leads share says nothing.
TOO_MANY = 21

# One row more than that: the lead itself may be among them.
LEADS_OF_KEYS = """
    SELECT k.kind, k.value, l.id, l.priority
      FROM unnest(%s::text[], %s::text[]) AS k (kind, value)
CROSS JOIN LATERAL (
             (SELECT id, priority FROM crm_lead
               WHERE k.kind = 'domain' AND email_domain_criterion = k.value
                 AND merged_into_id IS NULL LIMIT %s)
              UNION ALL
             (SELECT id, priority FROM crm_lead
               WHERE k.kind = 'phone' AND phone_sanitized = k.value
                 AND merged_into_id IS NULL LIMIT %s)) l
"""

# Step by step along the index on parent_id: a pattern taken from a row can use no index. OFFSET 0
# keeps the leads' index in use; the planner believes in large families and would read all leads.
LEADS_OF_FAMILIES = """
    WITH RECURSIVE family (root, id) AS (
              SELECT r, r FROM unnest(%s::int[]) AS r
               UNION
              SELECT f.root, p.id FROM family f JOIN res_partner p ON p.parent_id = f.id)
    SELECT 'family', f.root, l.id, l.priority
      FROM family f CROSS JOIN LATERAL (
             SELECT id, priority FROM crm_lead
              WHERE partner_id = f.id AND merged_into_id IS NULL OFFSET 0) l
"""


class CrmLead(models.Model):
    """Core's similar leads, found for a whole list at once."""

    _inherit = "crm.lead"

    @api.depends("email_domain_criterion", "email_normalized", "partner_id", "phone_sanitized")
    def _compute_potential_lead_duplicates(self):
        """What core finds, in two queries a batch instead of up to three a lead.

        The same company mail domain, the same phone, or the same commercial entity; archived
        ones and other companies' too, for core counts as superuser; merged ones count nowhere.
        """
        keys = {lead: lead._duplicate_keys() for lead in self}
        found = self._leads_of_keys({key for of_lead in keys.values() for key in of_lead})
        for lead, of_lead in keys.items():
            similar = {}  # an ordered set, in core's order
            for key in of_lead:
                others = [lead_id for lead_id in found[key] if lead_id != lead._origin.id]
                if key[0] == "family" or len(others) < TOO_MANY:
                    similar.update(dict.fromkeys(others))
            lead.duplicate_lead_ids = self.browse(similar) + lead
            lead.duplicate_lead_count = len(similar)

    def _duplicate_keys(self):
        """``[(kind, value), …]`` by which core compares this lead, in core's order."""
        keys = [
            ("domain", self.email_domain_criterion),
            ("family", self.partner_id.commercial_partner_id._origin.id),
            ("phone", self.phone_sanitized),
        ]
        return [key for key in keys if key[1]]

    @api.model
    def _leads_of_keys(self, keys):
        """``{key: [ids of leads]}`` in the order of a list of leads."""
        families = [value for kind, value in keys if kind == "family"]
        others = [key for key in keys if key[0] != "family"]
        self.env["crm.lead"].flush_model(
            [
                "email_domain_criterion",
                "phone_sanitized",
                "partner_id",
                "priority",
                "merged_into_id",
            ]
        )
        rows = []
        if others:
            kinds, values = (list(column) for column in zip(*others, strict=True))
            limit = TOO_MANY + 1
            rows += self.env.execute_query(SQL(LEADS_OF_KEYS, kinds, values, limit, limit))
        if families:
            self.env["res.partner"].flush_model(["parent_id"])
            rows += self.env.execute_query(SQL(LEADS_OF_FAMILIES, families))
        rows.sort(key=lambda row: (row[3] or "", row[2]), reverse=True)
        found = defaultdict(list)
        for kind, value, lead_id, _priority in rows:
            found[kind, value].append(lead_id)
        return found
