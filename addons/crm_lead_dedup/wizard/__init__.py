# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_import_import,
    base_partner_merge_automatic_wizard,
    base_partner_merge_core,
    crm_lead2opportunity_partner,
    crm_person_data,
    crm_request_attach,
    crm_request_attach_line,
    crm_request_detach,
)
