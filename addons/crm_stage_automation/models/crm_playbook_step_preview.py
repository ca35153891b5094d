# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.reminders import occurrences

as_text = fields.Datetime.to_string


class CrmPlaybookStep(models.Model):
    """The dates of a step that is planned now."""

    _inherit = "crm.playbook.step"

    def _preview(self, moment, lead, hours):
        """Return the dates, and when the step is done at the latest; None when nobody knows.

        :param moment: when what it follows is done.
        :param hours: ``WorkingHours`` of the batch.
        """
        self.ensure_one()
        try:
            moments = self._preview_moments(moment, lead, hours)
        except UserError as error:
            return {"step": self.id, "error": str(error)}, None
        except ValueError:
            text = self.env._("The reminders last longer than can be counted.")
            return {"step": self.id, "error": text}, None
        dates = {"step": self.id, "at": as_text(moments["at"]), "until": "", "reminders": []}
        if moments["until"]:
            dates["until"] = as_text(moments["until"])
            dates["reminders"] = [as_text(at) for at in moments["reminders"]]
        return dates, moments["until"] or moments["at"]

    def _preview_moments(self, moment, lead, hours):
        """Return when it is done, until when what it makes is to be done, and the reminders.

        The last of the reminders is that of somebody above where the step says so.

        :raise UserError: no working time.
        """
        due = self._due(moment, lead, hours)
        if self.kind != "activity":
            return {"at": due, "until": None, "reminders": []}
        company = self.rule_id._company_of(lead)
        user = self._person(lead) if self.delay_calendar != "team" else None

        def add(at, delay):
            return hours.due(at, delay, company, lead.team_id, user or None)

        until = add(due, self._deadline_delay())
        series = self._series()
        return {
            "at": due,
            "until": until,
            "reminders": occurrences(series, until, add) if series else [],
        }
