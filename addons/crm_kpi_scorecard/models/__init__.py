# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import crm_kpi_subject_mixin  # isort: split

from . import (
    crm_kpi_alert,
    crm_kpi_alert_event,
    crm_kpi_band,
    crm_kpi_band_set,
    crm_kpi_change,
    crm_kpi_contest,
    crm_kpi_contest_seat,
    crm_kpi_definition,
    crm_kpi_entry,
    crm_kpi_measure,
    crm_kpi_restatement,
    crm_kpi_snapshot,
    crm_kpi_snapshot_visible,
    crm_kpi_target,
    res_company,
    res_config_settings,
)
