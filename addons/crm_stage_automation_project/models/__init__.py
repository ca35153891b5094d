# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_lead,
    crm_lead_coming_tasks,
    crm_playbook_job,
    crm_playbook_step,
    project_task,
)
