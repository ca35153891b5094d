# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_playbook_ready,
    test_project_tasks,
    test_task_links,
    test_task_steps,
)
