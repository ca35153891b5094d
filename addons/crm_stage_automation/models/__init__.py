# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_playbook,
    crm_playbook_job,
    crm_playbook_rule,
    crm_playbook_step,
    mail_activity,
)
