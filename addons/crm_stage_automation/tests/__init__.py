# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_assignment,
    test_assignment_claim,
    test_assignment_queue,
    test_assignment_roles,
    test_assignment_rules,
    test_deadline_at,
    test_playbook_roles,
    test_working_time,
)
