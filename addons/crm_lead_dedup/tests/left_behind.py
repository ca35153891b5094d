# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tables in which an undone merge leaves something; also read without Odoo's test framework."""

# Its own record and journal, its note, and what was told to browsers.
LEFT_BEHIND = {
    "crm_dedup_merge",
    "crm_dedup_merge_change",
    "crm_dedup_merge_lead_rel",
    "crm_dedup_merge_partner_rel",
    "mail_message",
    "bus_bus",
}
