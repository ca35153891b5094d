# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError, UserError

CARD_MODELS = ("crm.lead", "res.partner")


class CrmDedupCluster(models.Model):
    """What the buttons of the review screen do, and how the last one is taken back.

    Rights are those of the engine's own methods: who merges must be allowed to change every card,
    who says "not the same" one of the two.
    """

    _inherit = "crm.dedup.cluster"

    @api.model
    def review_propose(self, model, survivor_id, other_ids):
        """What a merge into another card would keep; see ``proposals`` of ``review_read``."""
        survivor = self._review_cards_of(model, [survivor_id])
        proposal = (survivor | self._review_cards_of(model, other_ids))._review_proposal(survivor)
        proposal.pop("fields")
        return proposal

    @api.model
    def review_decide(self, cluster_id, decision):
        """Carry a decision out, all of it or nothing.

        :param decision: ``merges`` (``{model, survivor, others, choices}``), ``links``
            (``[lead, customer]``) and ``dismiss`` (pairs of ``"model,id"``)
        :return: ``{"message", "undo", "left"}``, ``left`` being what remains of the cluster; or
            ``{"blockers"}``, sentences that say why nothing was done and what to do
        """
        cluster = self.browse(cluster_id or ()).exists()
        cluster.check_access("read")
        try:
            with self.env.cr.savepoint():
                steps = self._review_carry_out(decision)
        except (AccessError, UserError) as error:
            return {"blockers": str(error).split("\n")}
        left = cluster._review_values() if cluster else False
        if cluster and not left:
            steps.append({"state": cluster.state})
            cluster.sudo().state = "done"
        return {"message": self._review_done(decision), "undo": steps, "left": left}

    @api.model
    def review_later(self, cluster_id):
        """Put a cluster aside for oneself; the others see it as before."""
        cluster = self.browse(cluster_id)
        cluster.check_access("read")
        cluster.sudo().later_user_ids += self.env.user
        return {"undo": [{"later": True}]}

    @api.model
    def review_undo(self, cluster_id, steps):
        """Take a decision back, the last step first.

        :return: ``{"message", "cluster"}``, or ``{"action"}`` when what was changed since the
            merge has to be decided first
        """
        cluster = self.browse(cluster_id or ()).exists()
        cluster.check_access("read")
        for step in reversed(steps):
            if action := self._review_undo_step(cluster, step):
                return {"action": action, "message": "", "cluster": False}
        values = cluster._review_values() if cluster else False
        return {"message": self.env._("Taken back"), "cluster": values}

    # ------------------------------------------------------------------
    # Carrying out
    # ------------------------------------------------------------------

    @api.model
    def _review_cards_of(self, model, ids):
        if model not in CARD_MODELS:
            raise UserError(self.env._("Only leads and contacts can be merged."))
        return self.env[model].browse([int(number) for number in ids])

    @api.model
    def _review_carry_out(self, decision):
        """Merge, link and remember; returns the steps back."""
        engine = self.env["crm.dedup.engine"]
        steps = []
        for merge in decision.get("merges", ()):
            survivor = self._review_cards_of(merge["model"], [merge["survivor"]])
            others = self._review_cards_of(merge["model"], merge["others"])
            choices = {name: int(card) for name, card in (merge.get("choices") or {}).items()}
            steps.append({"merge": engine.merge(survivor, others, choices).id})
        for lead_id, partner_id in decision.get("links", ()):
            lead = self._review_cards_of("crm.lead", [lead_id])._merged_survivor()
            partner = self._review_cards_of("res.partner", [partner_id])._merged_survivor()
            steps += [{"merge": link.id} for link in engine.link(lead, partner)]
        if pairs := decision.get("dismiss"):
            steps += self._review_dismiss(pairs)
        return steps

    @api.model
    def _review_dismiss(self, pairs):
        """Remember that the cards of these pairs are not the same."""
        cards = {key: self._review_card_of(key) for pair in pairs for key in pair}
        wanted = {frozenset(cards[key] for key in pair) for pair in pairs}
        known = self._review_matches(list(cards.values()))
        asked = self.env["crm.dedup.match"]
        for match, pair in known._cards().items():
            if frozenset(pair) in wanted:
                wanted.remove(frozenset(pair))
                asked |= match
        asked |= self.env["crm.dedup.match"]._review_add([tuple(pair) for pair in wanted])
        steps = [
            {"reset": matches.ids, "was": state}
            for state, matches in asked.grouped("state").items()
            if state != "dismissed"
        ]
        asked.filtered(lambda match: match.state != "dismissed").action_dismiss()
        return steps

    @api.model
    def _review_card_of(self, key):
        model, _comma, number = key.partition(",")
        return self._review_cards_of(model, [number])

    @api.model
    def _review_done(self, decision):
        """What was done, in a few words."""
        merged = sum(len(merge["others"]) for merge in decision.get("merges", ()))
        linked = len(decision.get("links", ()))
        said = []
        if merged:
            said.append(self.env._("Merged: %(count)s", count=merged))
        if linked:
            said.append(self.env._("Linked: %(count)s", count=linked))
        return ", ".join(said) or self.env._("Remembered: not the same")

    # ------------------------------------------------------------------
    # Taking back
    # ------------------------------------------------------------------

    def _review_undo_step(self, cluster, step):
        """One step back; returns an action when somebody has to decide something first."""
        if "merge" in step:
            merge = self.env["crm.dedup.merge"].browse(int(step["merge"]))
            if merge.state == "done":
                merge.action_undo()
            return merge.state == "done" and merge._ask()
        if "reset" in step:
            matches = self.env["crm.dedup.match"].browse(step["reset"])
            matches.action_reset()
            if step.get("was") == "confirmed":
                matches.action_confirm()
        elif "later" in step:
            cluster.sudo().later_user_ids -= self.env.user
        elif cluster._review_is_pending():
            cluster.sudo().state = "skipped" if step.get("state") == "skipped" else "open"
        return False
