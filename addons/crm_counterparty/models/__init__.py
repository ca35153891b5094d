# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    account_move_client,
    crm_client_guard,
    crm_lead_client,
    crm_lead_client_settle,
    crm_lead_client_step,
    crm_party_link,
    crm_party_link_picture,
    crm_party_link_visibility,
    crm_party_role,
    crm_team_visibility,
    res_partner_glance,
    res_partner_party,
    res_partner_visibility,
    res_users_visibility,
    sale_order_client,
)
