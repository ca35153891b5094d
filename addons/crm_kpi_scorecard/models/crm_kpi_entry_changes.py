# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .levels import SUBJECT_FIELDS


class CrmKpiEntry(models.Model):
    """A cost typed in after the month was closed is the usual reason of a restatement."""

    _name = "crm.kpi.entry"
    _inherit = ["crm.kpi.entry", "crm.kpi.fact.mixin"]

    _kpi_moment = "date"
    _kpi_watched = frozenset(
        {"company_id", "currency_id", "date", "measure_id", "value", *SUBJECT_FIELDS}
    )
