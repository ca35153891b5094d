# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from datetime import timedelta

from odoo import api, fields, models


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason of one rule to warn or to refuse.

    :param key: what it is about; a finding that was there before a write refuses nothing
    :param card: ``(model, id)`` of the card or lead met
    """

    guard_id: int
    action: str
    key: tuple
    text: str
    card: tuple


class CrmDedupGuard(models.Model):
    """What the rules say to a set of matches and colleagues."""

    _inherit = "crm.dedup.guard"

    def _findings(self, matches_list, rivals_list, companies):
        """What these rules find, in a number of queries that does not grow with the batch.

        :param matches_list: for each subject the dicts of ``crm.dedup.engine``
        :param rivals_list: for each subject the answers of ``crm.dedup.rival._find``
        :param companies: for each subject the id of its company, or False
        :return: for each subject a list of :class:`Finding`, refusals first
        """
        deals = self._deals_by_user(matches_list)
        told = self.env["crm.dedup.rival"]._told(rivals_list)
        results = []
        for matches, rivals, texts, company in zip(
            matches_list, rivals_list, told, companies, strict=True
        ):
            found = []
            for guard in self:
                if company and guard.company_id and guard.company_id.id != company:
                    continue
                if guard.subject == "card":
                    found += guard._findings_of_cards(matches, deals)
                else:
                    found += guard._findings_of_colleagues(rivals, texts)
            results.append(sorted(found, key=lambda each: each.action != "block"))
        return results

    def _findings_of_cards(self, matches, deals):
        self.ensure_one()
        found = []
        for match in matches:
            if not self._is_meant(match):
                continue
            card = self._card(match)
            user = card.user_id
            if self.only_others and (not user or user == self.env.user):
                continue
            if self.open_deal_days and not self._is_recent(deals.get((card._name, card.id))):
                continue
            text = self._card_text(match, user.name)
            found.append(
                Finding(self.id, self.action, (card._name, card.id), text, (card._name, card.id))
            )
        return found

    def _is_meant(self, match):
        """Whether a match is sure enough, and of the kind this rule looks at."""
        return (
            match["state"] != "dismissed"
            and match["probability"] >= self.probability
            and (self.relation == "any" or match["relation"] == "duplicate")
        )

    def _findings_of_colleagues(self, rivals, texts):
        self.ensure_one()
        found = []
        for rival, told in zip(rivals, texts, strict=True):
            leads = self.env["crm.lead"].sudo().browse(rival.leads)
            if self.open_deal_days and not any(map(self._is_recent, leads.mapped(_moved))):
                continue
            ask = self.env._("Ask %(user)s before you go on.", user=told["user"])
            text = self._text(
                [f"{told['text']}.", ask], who=told["user"], card=self.env._("the company")
            )
            card = (
                ("crm.lead", rival.leads[0])
                if rival.leads
                else ("res.partner", rival.customer_ids[0])
            )
            key = ("res.users", rival.user_id)
            found.append(Finding(self.id, self.action, key, text, card))
        return found

    # ------------------------------------------------------------------
    # Open deals
    # ------------------------------------------------------------------

    @api.model
    def _card(self, match):
        return self.env[match["model"]].sudo().browse(match["id"])

    def _deals_by_user(self, matches_list):
        """``{(model, id): time}``: when the last open deal of a matched card moved."""
        if not any(guard.open_deal_days and guard.subject == "card" for guard in self):
            return {}
        met = {(match["model"], match["id"]) for matches in matches_list for match in matches}
        Lead, Partner = self.env["crm.lead"].sudo(), self.env["res.partner"].sudo()
        leads = Lead.browse(card_id for model, card_id in met if model == "crm.lead")
        partners = Partner.browse(card_id for model, card_id in met if model == "res.partner")
        deals = {
            ("crm.lead", lead.id): _moved(lead)
            for lead in leads
            if lead.active and lead.won_status == "pending"
        }
        firms = partners.commercial_partner_id
        latest = {}
        open_leads = Lead.search_fetch(
            [
                ("partner_id.commercial_partner_id", "in", firms.ids),
                ("won_status", "=", "pending"),
                ("user_id", "!=", False),
            ],
            ["partner_id", "date_last_stage_update", "create_date"],
        )
        for lead in open_leads if firms else ():
            firm = lead.partner_id.commercial_partner_id.id
            latest[firm] = max(latest.get(firm, _moved(lead)), _moved(lead))
        for partner in partners:
            deals["res.partner", partner.id] = latest.get(partner.commercial_partner_id.id)
        return deals

    def _is_recent(self, moment):
        since = fields.Datetime.now() - timedelta(days=self.open_deal_days)
        return bool(moment) and moment >= since

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _card_text(self, match, user_name):
        """What is said of a card: its name only to those who may read it."""
        lines = []
        user = user_name or self.env._("nobody")
        if match["readable"]:
            known = self.env._("%(card)s has a card already.", card=match["name"])
            ask = self.env._("Open that card and go on there.")
        else:
            known = self.env._("The person or company has a card already.")
            ask = self.env._("Ask %(user)s for the card.", user=user) if user_name else ""
        lines = [known, self.env._("In charge: %(user)s.", user=user), ask]
        card = match["name"] if match["readable"] else self.env._("somebody else's card")
        return self._text(lines, who=user, card=card)

    def _text(self, lines, who, card):
        """Our sentences and the administrator's own."""
        message = (self.message or "").replace("{who}", who).replace("{card}", card)
        return " ".join(line for line in [*lines, message.strip()] if line)


def _moved(lead):
    """When a lead was made or last changed its stage."""
    return lead.date_last_stage_update or lead.create_date
