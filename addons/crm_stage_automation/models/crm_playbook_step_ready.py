# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .crm_playbook_step_words import GIVEN


class CrmPlaybookStep(models.Model):
    """What a step needs before it can be done."""

    _inherit = "crm.playbook.step"

    def _outline(self):
        """Return in a few words what is done."""
        self.ensure_one()
        return self.name

    def _asked_for(self):
        """Return the kind of person that the step is for; empty: for nobody in particular."""
        return self.assignee_kind if self.kind in GIVEN else ""

    def _missing(self):
        """Return the names of the fields without which the step cannot be done.

        Extend it for a kind of step of your own.
        """
        self.ensure_one()
        asked = {
            "mail": "mail_template_id",
            "sms": "sms_template_id",
            "server_action": "server_action_id",
            "set_field": "field_id",
        }
        wanted = [asked[self.kind]] if self.kind in asked else []
        wanted += {"named": ["assignee_id"], "role": ["role_id"]}.get(self._asked_for(), [])
        if self.kind == "activity" and self.escalate_kind == "named":
            wanted.append("escalate_id")
        return [name for name in wanted if not self.sudo()[name]]

    def _needs(self):
        """Return what has to be chosen before these steps can be done, in sentences."""
        return [
            self.env._(
                "%(step)s: %(field)s",
                step=step.name,
                field=step._fields[name]._description_string(self.env),
            )
            for step in self
            for name in step._missing()
        ]
