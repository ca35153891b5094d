# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_assignment,
    test_assignment_claim,
    test_assignment_queue,
    test_assignment_roles,
    test_assignment_rules,
    test_credit_doors,
    test_credit_letters,
    test_credit_payment,
    test_credit_roles,
    test_credit_stop,
    test_deadline_at,
    test_playbook_roles,
    test_working_time,
)
