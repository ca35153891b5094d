# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_partner, res_users, telephony_call, telephony_call_card, telephony_route
