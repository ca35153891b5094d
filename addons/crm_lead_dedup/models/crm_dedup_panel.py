# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError

CARD_MODELS = ("crm.lead", "res.partner")
# A text longer than this is no name, phone or address.
MAX_TEXT = 500
MAX_MATCHES = 10
CLOSED = {"won", "lost", "archived"}


class CrmDedupPanel(models.AbstractModel):
    """What the panel on the forms of leads and customers shows and does; one call for each."""

    _name = "crm.dedup.panel"
    _description = "Panel of Likely Duplicates"

    # ------------------------------------------------------------------
    # Questions
    # ------------------------------------------------------------------

    @api.model
    def check(self, model_name, vals, card_id=False, log=False):
        """What is known of values that somebody is typing. Changes nothing on any card.

        :param model_name: ``crm.lead`` or ``res.partner``
        :param vals: values of the form; of relations the id
        :param card_id: the saved card that is being edited
        :param log: count that somebody was warned, if there is reason to
        :return: dict of ``matches``, ``colleagues`` and ``warnings``, see :meth:`_answers`
        """
        cards = self._cards(model_name)
        cards.check_access("read")
        vals = self._clean(cards, vals)
        asked = {**vals, "id": card_id} if card_id else vals
        found = self.env["crm.dedup.engine"].check_values(model_name, [asked], MAX_MATCHES)
        [matches] = self._of_our_companies(found)
        typed = cards.new(vals, origin=cards.browse(card_id or ()))
        [answer] = self._answers(typed, [matches])
        if log:
            self._log_warned(matches)
        return answer

    @api.model
    def _log_warned(self, matches):
        """Count a form on which a likely duplicate was shown, for the best one."""
        for match in matches:
            if match["relation"] == "duplicate":
                card = self.env[match["model"]].browse(match["id"])
                self.env["crm.dedup.event"]._log("warned", "manual", card)
                return

    @api.model
    def _of_our_companies(self, matches_list):
        """Without the cards of companies in which the user does not work at the moment."""
        ours = {False, *self.env.companies.ids}
        others = self._others(matches_list)
        kept = {
            (model, card.id)
            for model, cards in others.items()
            for card in cards.sudo()
            if card.company_id.id in ours
        }
        return [
            [match for match in matches if (match["model"], match["id"]) in kept]
            for matches in matches_list
        ]

    @api.model
    def _answers(self, cards, matches_list):
        """What the panel shows of cards, saved or typed, in a constant number of queries.

        :param matches_list: for each card what ``crm.dedup.engine`` found
        :return: list of dicts: ``matches`` (list of dicts ``model, id, name, readable, in_charge,
            kind, probability, relation, reasons, can``), ``colleagues`` (list of dicts ``user,
            text, leads``), ``warnings`` (list of dicts ``action, text``)
        """
        rivals = self.env["crm.dedup.rival"]
        found = rivals._find(rivals._questions(cards))
        guards = self.env["crm.dedup.guard"]._for_user(cards._name).with_env(self.env)
        companies = [card.company_id.id for card in cards.sudo()]
        findings = guards._findings(matches_list, found, companies)
        return [
            {"matches": matches, "colleagues": colleagues, "warnings": self._warnings(of_card)}
            for matches, colleagues, of_card in zip(
                self._shown(cards, matches_list), rivals._told(found), findings, strict=True
            )
        ]

    @api.model
    def _warnings(self, findings):
        """What the rules say, each sentence once, refusals first."""
        texts = {each.text: each.action for each in reversed(findings)}
        return [{"action": texts[text], "text": text} for text in reversed(texts)]

    @api.model
    def _cards(self, model_name):
        """The model's empty recordset, for people of sales only."""
        if model_name not in CARD_MODELS or not self.env.user.has_group(
            "sales_team.group_sale_salesman"
        ):
            raise AccessError(self.env._("This is for people of sales."))
        return self.env[model_name]

    @api.model
    def _clean(self, cards, vals):
        """The typed values that are compared, of plain types and bounded length."""
        known = cards._dedup_watched_fields() | {"user_id", "is_company"}
        clean = {}
        for name in known & set(vals) & set(cards._fields):
            value = vals[name]
            if cards._fields[name].relational:
                clean[name] = value if isinstance(value, int) else False
            elif isinstance(value, str):
                clean[name] = value[:MAX_TEXT]
            else:
                clean[name] = bool(value)
        return clean

    # ------------------------------------------------------------------
    # What is shown of a match
    # ------------------------------------------------------------------

    @api.model
    def _shown(self, cards, matches_list):
        """The matches with their kind, their reasons in words, and what may be done with each."""
        others = self._others(matches_list)
        writable = {other for found in others.values() for other in found._filtered_access("write")}
        words = self._words()
        shown = []
        for card, matches in zip(cards, matches_list, strict=True):
            lines = []
            for match in matches:
                other = self.env[match["model"]].browse(match["id"])
                other = other.with_prefetch(others[match["model"]]._prefetch_ids)
                told = ("model", "id", "name", "readable", "in_charge", "relation")
                lines.append(
                    {
                        **{key: match[key] for key in told},
                        "kind": other.sudo()._dedup_kind(),
                        "probability": round(match["probability"], 4),
                        "reasons": self._reasons(match, words),
                        "can": self._can(card, match, other, other in writable),
                    }
                )
            shown.append(lines)
        return shown

    @api.model
    def _others(self, matches_list):
        """``{model: all cards of it that were found}``."""
        met = {(match["model"], match["id"]) for matches in matches_list for match in matches}
        return {
            model: self.env[model].browse(sorted(card for name, card in met if name == model))
            for model in CARD_MODELS
        }

    @api.model
    def _can(self, card, match, other, writable):
        """What the reader may do with a match. Hook: add-ons may take away and add.

        :param card: the lead or customer of the form, perhaps a virtual record
        :param match: dict of ``crm.dedup.engine``
        :param other: the card that was found
        :param writable: whether the reader may change the other card
        :return: list of ``open, link, attach, works_at, dismiss``
        """
        if not match["readable"]:
            return []
        can = ["open"]
        if card._name != other._name:
            lead, partner = (card, other) if card._name == "crm.lead" else (other, card)
            may_write = writable if lead == other else True
            if may_write and not (
                lead.partner_id and (lead == other or lead.partner_id == partner)
            ):
                can.append("link")
        elif match["relation"] == "duplicate" and self._may_attach(card, other, writable):
            can.append("attach")
        if card._dedup_may_work_at(other):
            can.append("works_at")
        if match["relation"] == "duplicate":
            can.append("dismiss")
        return can

    @api.model
    def _may_attach(self, card, other, writable):
        """Whether what is typed for a new card may go to the other one.

        Nobody looks into a closed card for something new.
        """
        return writable and not card._origin and other.sudo()._dedup_kind() not in CLOSED
