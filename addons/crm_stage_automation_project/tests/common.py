# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.crm_stage_automation.tests.work_link_common import WorkLinkCommon
from odoo.addons.mail.tests.common import mail_new_test_user


class ProjectCommon(WorkLinkCommon):
    """A deal made to order: tasks in a project, done by people of it and by a crew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls.env["project.project"].create({"name": "Kiosks"})
        cls.builder = mail_new_test_user(
            cls.env, login="builder", groups="project.group_project_user"
        )
        cls.head = mail_new_test_user(cls.env, login="head", groups="project.group_project_manager")

    @classmethod
    def _create_task(cls, **values):
        return cls.env["project.task"].create(
            {
                "name": "Assemble",
                "project_id": cls.project.id,
                "lead_id": cls.deal.id,
                "user_ids": cls.builder.ids,
                **values,
            }
        )
