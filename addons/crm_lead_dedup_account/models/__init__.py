# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import account_move_line, crm_dedup_merge, res_partner
