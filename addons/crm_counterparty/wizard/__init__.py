# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_partner_merge_automatic_wizard,
    base_partner_merge_card,
    base_partner_merge_figure,
    base_partner_merge_requisites,
    base_partner_merge_visibility,
    crm_lead_to_opportunity,
    crm_lead_to_opportunity_find,
    crm_lead_to_opportunity_make,
)
