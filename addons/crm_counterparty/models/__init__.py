# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    account_move_client,
    crm_lead_client,
    crm_party_link,
    crm_party_link_picture,
    crm_party_role,
    res_partner_glance,
    res_partner_party,
    sale_order_client,
)
