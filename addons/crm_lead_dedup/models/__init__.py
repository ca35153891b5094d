# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_dedup_index,
    crm_identifier,
    crm_identifier_mixin,
    crm_intake_claim,
    crm_intake_hit,
    crm_intake_source,
    crm_intake_source_snippet,
    crm_request,
    crm_lead,
    crm_lead_intake,
    res_partner,
    crm_intake,
    crm_intake_lookup,
    crm_intake_store,
    crm_intake_notify,
)
