# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_credit_policy,
    crm_stage_requirement,
    res_partner,
    sale_order,
)
