# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ..tools.board import SORTED, STAGED


class CrmPlaybook(models.Model):
    """A playbook as a board: the stages with what is done in them."""

    _inherit = "crm.playbook"

    def action_open_board(self):
        """Open the board of the playbook."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "crm_stage_automation.crm_playbook_board_action"
        )
        return action | {"context": {"active_id": self.id}}

    @api.readonly
    def read_board(self, team_id=False):
        """Return the playbook in plain values, for the board.

        :param team_id: only what counts for the deals of this team.
        """
        self.ensure_one()
        self.check_access("read")
        teams = self._board_teams()
        team = teams.filtered(lambda one: one.id == team_id)
        rules = self._board_rules(team)
        return {
            "id": self.id,
            "name": self.name,
            "is_on": self.is_on,
            "waiting": self.waiting_count,
            "editable": self.has_access("write"),
            "team": team.id,
            "teams": [{"id": one.id, "name": one.name} for one in teams],
            "columns": self._board_columns(rules, self._board_stages(team, rules)),
        }

    def _board_columns(self, rules, stages):
        """Return the columns: first what hangs under no stage, then the stages in their order."""
        values = {rule: rule._board_values() for rule in rules}
        under = {
            stage: rules.filtered(lambda rule, s=stage: rule._hangs_under(s)) for stage in stages
        }
        elsewhere = rules - rules.browse().union(*under.values())
        first = {"stage": 0, "name": self.env._("Any Stage"), "is_won": False}
        return [first | {"rules": [values[rule] for rule in elsewhere]}] + [
            {
                "stage": stage.id,
                "name": stage.name,
                "is_won": stage.is_won,
                "rules": [values[rule] for rule in hanging],
            }
            for stage, hanging in under.items()
        ]

    def _board_rules(self, team):
        """Return the rules that count for a team, or all."""
        rules = self.rule_ids.sorted(SORTED)
        return rules.filtered(lambda rule: not team or team in rule._teams() or not rule._teams())

    def _board_teams(self):
        """Return the teams whose deals the playbook may be for."""
        companies = Domain("company_id", "in", [False, self.company_id.id])
        return self.env["crm.team"].search(companies if self.company_id else Domain.TRUE)

    def _board_stages(self, team, rules):
        """Return the stages in their order.

        A stage of another team is shown when a rule names it: nothing of the playbook is hidden.
        """
        staged = rules.filtered(lambda rule: rule.trigger in STAGED)
        domain = (
            Domain("team_ids", "=", False)
            | Domain("team_ids", "in", team.ids)
            | Domain("id", "in", staged.stage_ids.ids)
        )
        return self.env["crm.stage"].search(domain if team else Domain.TRUE)
