# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class CrmPlaybookStep(models.Model):
    """The steps that change the record, tell somebody, or just wait."""

    _inherit = "crm.playbook.step"

    def _perform_set_field(self, work):
        """Write the value, once for all."""
        records = self._together(work)
        if not self._field_to_set():
            raise UserError(self.env._("“%(step)s” has no field to set.", step=self.name))
        try:
            value = self._value_to_set(records.env)
        except ValueError as error:
            raise self._no_value() from error
        records.write({self._field_to_set().name: value})
        return {}

    def _perform_reassign(self, work):
        """Give the records to others; whoever has his already is not written again."""
        people = self._assignees(work)
        for user in self.env["res.users"].union(*people.values()):
            his = {job: record for job, record in work.items() if people[job] == user}
            self._together(his).filtered(lambda r, u=user: r.user_id != u).write(
                {"user_id": user.id}
            )
        return {}

    def _perform_notify(self, work):
        """Tell somebody, together with all else that he is told after this run."""
        people = self._assignees(work)
        return {job: {"tell_id": people[job].id} for job in work}

    def _perform_wait(self, _work):
        """Do nothing: what follows this step begins its own delay now."""
        return {}

    def _perform_task(self, work):
        """Make a task for each record."""
        made = self._make_tasks(work)
        return {job: {"made_model": task._name, "made_id": task.id} for job, task in made.items()}

    def _make_tasks(self, work):
        """Make a task for each record and return the tasks by job: for the app that has tasks.

        :param work: records by job, with the rights of the responsible user.
        """
        raise UserError(self.env._("There is no app here in which a task could be made."))

    def _together(self, work):
        """Return the records of several jobs, each once."""
        return next(iter(work.values())).union(*work.values())
