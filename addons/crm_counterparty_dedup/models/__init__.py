# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import crm_dedup_engine, crm_dedup_merge, crm_lead
