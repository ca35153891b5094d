# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_partner_merge_automatic_wizard,
    crm_lead_give,
    crm_playbook_cancel,
    crm_playbook_dry_run,
    crm_playbook_dry_run_hit,
    crm_playbook_dry_run_line,
    crm_work_link_send,
)
