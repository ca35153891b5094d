# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize, is_html_empty

from ..tools.gates import ahead

SHOWN_ON_CARDS = ("stage", "met", "total", "is_ready")


class CrmLead(models.Model):
    """The script of the stage, and how far the deal is on the way to the next ones."""

    _inherit = "crm.lead"

    stage_panel = fields.Json(
        "Script and Checklist", compute="_compute_stage_panel", export_string_translation=False
    )
    stage_progress = fields.Json(
        "Ready for the Next Stage",
        compute="_compute_stage_progress",
        export_string_translation=False,
    )

    @api.depends("stage_id", "team_id", "won_status")
    @api.depends_context("lang")
    def _compute_stage_panel(self):
        """``{"script", "stage", "groups"}``, see :meth:`_stage_groups`; nothing to say: False."""
        groups = self._stage_groups()
        for lead in self:
            stage = lead.stage_id.sudo()
            script = "" if is_html_empty(stage.script) else html_sanitize(stage.script)
            shown = groups.get(lead._origin, []) if lead._origin else []
            lead.stage_panel = (script or shown) and {
                "stage": stage.display_name,
                "script": script,
                "groups": shown,
            }

    @api.depends("stage_id", "team_id", "won_status")
    @api.depends_context("lang")
    def _compute_stage_progress(self):
        """What the next stage needs, as in :meth:`_stage_groups`; False where that is nothing."""
        groups = self._stage_groups(only_next=True)
        for lead in self:
            group = next(iter(groups.get(lead._origin, [])), None)
            lead.stage_progress = group and {key: group[key] for key in SHOWN_ON_CARDS}

    @api.readonly
    def read_stage_panel(self):
        """Return the panel of one deal as it is now."""
        self.ensure_one()
        self.check_access("read")
        self.invalidate_recordset(["stage_panel", "stage_progress"])
        return self.stage_panel

    def tick_requirement(self, requirement_id, is_ticked):
        """Tick a checklist item for one deal, or take the tick away; return its panel."""
        self.ensure_one()
        self.check_access("write")
        requirement = self.env["crm.stage.requirement"].browse(requirement_id).exists()
        if not requirement or requirement.kind != "check":
            raise UserError(self.env._("This is no item of a checklist any more."))
        ticks = self.env["crm.stage.tick"].sudo()
        tick = ticks.search(
            [("lead_id", "=", self.id), ("requirement_id", "=", requirement.id)], limit=1
        )
        if is_ticked and not tick:
            ticks.create(
                {
                    "lead_id": self.id,
                    "requirement_id": requirement.id,
                    "user_id": self.env.user.id,
                }
            )
        elif not is_ticked:
            tick.unlink()
        return self.read_stage_panel()

    def _stage_groups(self, only_next=False):
        """Return ``{deal: groups}``: what the stages that follow need, the next one first.

        A group is ``{"id", "stage", "met", "total", "is_ready", "items"}``, see
        :meth:`_stage_item`.
        """
        gates = self.env["crm.stage"]._gates()
        open_leads = self._origin.filtered(lambda lead: lead.won_status == "pending")
        if not gates or not open_leads:
            return {}
        follow = {}
        for lead in open_leads:
            found = ahead(gates, lead.stage_id.id, lead.team_id.id or 0)
            found = found[:1] if only_next else found
            follow[lead] = [gate for gate in found if gate.required or gate.wished]
        wanted = {gate: gate.required + gate.wished for found in follow.values() for gate in found}
        every = self.env["crm.stage.requirement"].sudo()._existing(set().union(*wanted.values()))
        needs = {
            gate: every.filtered(lambda need, ids=ids: need.id in ids)
            for gate, ids in wanted.items()
        }
        counts = every._count(open_leads.sudo())
        ticks = {} if only_next else every._ticks_of(open_leads)
        return {
            lead: [
                lead._stage_group(gate, needs[gate], counts, ticks) for gate in found if needs[gate]
            ]
            for lead, found in follow.items()
        }
