# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_intake,
    crm_lead,
    crm_request,
    res_partner,
    telephony_call,
    telephony_call_request,
    telephony_caller,
    telephony_number,
    telephony_provider,
)
