# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_playbook,
    crm_playbook_job,
    crm_playbook_rule,
    crm_playbook_step,
    crm_team,
    mail_activity,
    res_users,
    working_time,
)
