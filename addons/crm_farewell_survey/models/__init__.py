# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_farewell_batch,
    crm_farewell_invitation,
    crm_farewell_invitation_link,
    crm_farewell_invitation_plan,
    crm_farewell_invitation_states,
    crm_farewell_occasion,
    crm_farewell_offer,
    crm_farewell_policy,
    crm_farewell_policy_match,
    crm_farewell_token,
    crm_lead,
    crm_lead_farewell,
    res_partner,
    survey_survey,
    survey_user_input,
)
