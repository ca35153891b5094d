# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError

PAGE = 40


class CrmDedupCluster(models.Model):
    """Accepting what is certain: first the list of what will happen, then the work."""

    _inherit = "crm.dedup.cluster"

    @api.model
    def review_bulk_list(self, filters, offset=0):
        """A page of what accepting the automatic tier would do: ``{"lines", "total"}``."""
        domain = self._review_domain({**filters, "tier": "automatic", "state": "open"})
        clusters = self.search(domain, order="id", offset=offset, limit=PAGE)
        return {
            "lines": [cluster._review_bulk_line() for cluster in clusters],
            "total": self.search_count(domain),
        }

    @api.model
    def review_bulk_start(self, filters, excluded):
        """Begin with the work, but for some clusters; see :meth:`review_bulk_list`."""
        if not self._review_can_accept():
            raise AccessError(
                self.env._("Only who leads a team or sees all documents may accept all at once.")
            )
        domain = self._review_domain({**filters, "tier": "automatic", "state": "open"})
        ids = self.search([("id", "not in", excluded), *domain], order="id").ids
        job = self.env["crm.dedup.job"].sudo()._start_accept(ids)
        return job.with_env(self.env)._review_job()

    # ------------------------------------------------------------------
    # One cluster without a look
    # ------------------------------------------------------------------

    def _review_bulk_line(self):
        """What happens to one cluster: ``steps`` in words, or a ``blocker``."""
        self.ensure_one()
        plan = self._review_plan()
        return {
            "id": self.id,
            "probability": self.probability,
            "blocker": plan["blocker"],
            "steps": [self._review_step(*step) for step in plan["steps"]],
        }

    @api.model
    def _review_step(self, kind, survivor, others):
        cards = [survivor, *others]
        shown = self.env["crm.dedup.engine"]._shown_cards(cards)
        leads = survivor._name == "crm.lead"
        return {
            "link": kind == "link",
            "icon": "fa-star-o" if leads else "fa-user-o",
            "type_label": self.env._("Lead") if leads else self.env._("Customer"),
            "survivor": shown[survivor]["name"],
            "others": [shown[other]["name"] for other in others],
        }

    def _review_plan(self):
        """What accepting a cluster means: merges per model, then the lead to the customer.

        :return: ``{"steps": [(kind, survivor, others), …], "blocker": reason or ""}``
        """
        steps, blockers, kept = [], [], {}
        for model, cards in self._review_live_cards().items():
            if not cards:
                continue
            if cards - cards._filtered_access("write") and (len(cards) > 1 or model == "crm.lead"):
                blockers.append(self.env._("You may not change all of these cards."))
                survivor = cards[:1]
            else:
                survivor = cards._review_survivor()
            others = cards - survivor
            kept[model] = survivor
            if others:
                steps.append(("merge", survivor, others))
                blockers += self.env["crm.dedup.engine"]._merge_reasons(survivor, others)
        lead, partner = kept.get("crm.lead"), kept.get("res.partner")
        partners = self._review_live_cards()["res.partner"]
        if lead and partner and lead.sudo().partner_id not in partners:
            steps.append(("link", partner, lead))
        return {"steps": steps, "blocker": " ".join(dict.fromkeys(blockers))}

    def _review_live_cards(self):
        """``{model: cards}`` of the cluster that still are cards of their own."""
        members = self.sudo().member_ids
        cards = {"crm.lead": members.lead_id, "res.partner": members.partner_id}
        return {
            model: of_model.filtered(lambda card: not card.merged_into_id).with_env(self.env)
            for model, of_model in cards.items()
        }

    def _review_accept(self):
        """Do it; the decision that :meth:`review_decide` carries out.

        :return: its answer
        """
        plan = self._review_plan()
        if plan["blocker"]:
            return {"blockers": [plan["blocker"]]}
        decision = {"merges": [], "links": []}
        for kind, survivor, others in plan["steps"]:
            if kind == "merge":
                decision["merges"].append(
                    {"model": survivor._name, "survivor": survivor.id, "others": others.ids}
                )
            else:
                decision["links"].append([others.id, survivor.id])
        return self.review_decide(self.id, decision)
