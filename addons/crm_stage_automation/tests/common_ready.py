# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from .runner import FRIDAY, RunnerCommon

MODULE = "crm_stage_automation"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class ReadyCommon(RunnerCommon):
    """Ready playbooks, switched on by the manager as by the button of the card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook.action_switch_off()
        cls.stages = cls.stage_team1_1 + cls.stage_team1_2

    @classmethod
    def _ready(cls, name):
        return cls.env.ref(f"{MODULE}.ready_{name}")

    def _switch_on(self, name):
        playbook = self._ready(name).with_user(self.leader)
        with freeze_time(FRIDAY - DAY):
            playbook.action_switch_on()
        return playbook

    def _run_at(self, moment):
        with freeze_time(moment):
            self._run()

    def _at(self, moment, change):
        """Do something at a moment, and what has to be done then."""
        with freeze_time(moment):
            done = change()
            self._end()
            self._run()
        return done

    def _activities(self, lead):
        return self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)], order="id"
        )
