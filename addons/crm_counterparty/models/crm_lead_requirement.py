# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.http import request

# Cards that one sentence names; the rest is counted.
SHOWN_CARDS = 10
# What can bring a card into another stage; core moves a card whose team does not know its stage.
MOVING = {"stage_id", "type", "team_id", "user_id"}
# The context key whose value says that nothing is required. The value is an object of this
# process: what a client sends as context cannot be it.
WAIVER = "crm_card_requirements"


class Waived:
    """The only value that waives requirements."""


class CrmLead(models.Model):
    """No card enters a stage without what the rules require from that stage on."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse new cards that lack what their stage requires."""
        leads = super().create(vals_list)
        leads._check_stage_requirements()
        return leads

    def write(self, vals):
        """Refuse cards that lack what the stage which they enter requires."""
        if not MOVING & set(vals) or not self._requires_anything():
            return super().write(vals)
        before = {lead: (lead.stage_id, lead.type) for lead in self}
        result = super().write(vals)
        self.filtered(
            lambda lead: before[lead] != (lead.stage_id, lead.type)
        )._check_stage_requirements()
        return result

    def message_new(self, msg_dict, custom_values=None):
        """A letter from outside becomes a card, however little it says."""
        lead = super(CrmLead, self._waive_stage_requirements()).message_new(msg_dict, custom_values)
        return lead.with_env(self.env)

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        waiving = self._waive_stage_requirements()
        survivor = super(CrmLead, waiving)._merge_opportunity(
            user_id=user_id, team_id=team_id, auto_unlink=auto_unlink, max_length=max_length
        )
        return survivor.with_env(self.env)

    @api.private
    def _waive_stage_requirements(self):
        """These cards as a merge or its undoing may write them: nothing is required."""
        return self.with_context(**{WAIVER: Waived})

    @api.model
    def _are_requirements_waived(self):
        """Whether this is no move by somebody at work: a merge, its undoing, a visitor's form.

        Hook: an add-on that restores cards says so here, or calls _waive_stage_requirements.
        """
        return (
            self.env.context.get(WAIVER) is Waived
            # A merge of cards by another add-on, as the superuser: no client can ask for this.
            or (self.env.su and self.env.context.get("crm_dedup_merging"))
            or self.env.user._is_public()
            or bool(request and request.env and request.env.uid and request.env.user._is_public())
        )

    @api.model
    def _requires_anything(self):
        return self.env["crm.card.rule"]._has_requirements() and not self._are_requirements_waived()

    def _check_stage_requirements(self):
        """Refuse cards that lack something their stage requires, in one sentence for all."""
        if not self or not self._requires_anything():
            return
        missing = self._missing_requirements()
        if missing:
            raise ValidationError(self._requirements_message(missing))

    def _missing_requirements(self):
        """``{card: plain lines}`` of what these cards lack in the stages where they are."""
        place = self._stage_places()
        missing = {}
        for card, lines, filled, _rule_id in self._card_findings():
            here = place.get(card.stage_id.id)
            gaps = [
                line
                for line in lines
                if line.id not in filled and here and line.stage in place
                if place[line.stage] <= here
            ]
            if gaps:
                missing[card] = gaps
        return missing

    def _stage_places(self):
        """``{stage id: its place in the order}`` of the stages of these cards and of the rules."""
        needed = {
            line.stage
            for rule in self.env["crm.card.rule"]._rules()
            for line in rule.lines
            if line.stage
        }
        stages = self.env["crm.stage"].sudo().browse(needed).exists() | self.sudo().stage_id
        return {stage.id: (stage.sequence, stage.id) for stage in stages}

    def _requirements_message(self, missing):
        """What to fill in on which cards, in the user's language, one line a card."""
        gaps = self.env["crm.card.rule.line"]._visible_gaps(self, missing)
        told = []
        for card in list(missing)[:SHOWN_CARDS]:
            names = [gap["label"] for gap in gaps[card]]
            hidden = len(missing[card]) - len(names)
            if hidden:
                names.append(self.env._("%(count)s that you may not see", count=hidden))
            told.append(
                self.env._(
                    "• %(card)s: %(fields)s", card=card.display_name, fields=", ".join(names)
                )
            )
        if len(missing) > SHOWN_CARDS:
            told.append(self.env._("• and %(count)s more cards", count=len(missing) - SHOWN_CARDS))
        stages = self.browse().union(*missing).stage_id.mapped("display_name")
        return self.env._(
            "Before a card enters “%(stage)s”, fill in:\n%(cards)s",
            stage="”, “".join(stages),
            cards="\n".join(told),
        )
