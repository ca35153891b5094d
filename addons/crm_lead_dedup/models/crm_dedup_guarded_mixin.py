# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError
from odoo.http import request

# For code that writes in a person's name what nobody typed, as the value of ``crm_dedup_guard`` in
# the context. An object of this process, so that no client can send it.
UNGUARDED = object()
# What people start from a screen, and what still is no typing.
UNGUARDED_MODELS = {"base_import.import", "crm.intake"}
API_PATHS = ("/json/", "/jsonrpc", "/xmlrpc")
SCREEN_PATHS = ("/web/dataset/", "/mail/")


class CrmDedupGuardedMixin(models.AbstractModel):
    """Cards whose creation and change by people obeys the rules of ``crm.dedup.guard``.

    The inheriting model calls ``_dedup_guard_created`` and ``_dedup_guard_change`` around its
    own ``create`` and ``write``, outside of what keeps the profiles current. Imports, the
    intake, scheduled and automatic actions work as the superuser or without a screen, and are
    never refused.
    """

    _name = "crm.dedup.guarded.mixin"
    _description = "Card Guarded Against Duplicates"

    def _dedup_guard_created(self):
        """Refuse new cards when a rule says so."""
        guards = self._dedup_guards()
        if guards:
            self._dedup_obey(guards, {card: set() for card in self})

    @contextmanager
    def _dedup_guard_change(self, vals):
        """Refuse a change that makes cards meet a rule that they did not meet before."""
        guards = self._dedup_guards()
        if not guards or self._dedup_watched_fields().isdisjoint(vals):
            yield
            return
        before = {
            card: {(each.guard_id, each.key) for each in found}
            for card, found in zip(self, self._dedup_findings(guards), strict=True)
        }
        yield
        self._dedup_obey(guards, before)

    @api.model
    def _dedup_guard_scopes(self):
        """Which rules hold for the call that is being answered, as values of their ``scope``.

        Hook: a door of its own says here whether what comes through it is typed by people.

        :return: tuple, empty for what nobody typed
        """
        if self.env.su or not request or not self.env.user._is_internal():
            return ()
        if self.env.context.get("crm_dedup_guard") is UNGUARDED:
            return ()
        path = request.httprequest.path
        if path.startswith(API_PATHS):
            return ("api",)
        if request.params.get("model") in UNGUARDED_MODELS or not path.startswith(SCREEN_PATHS):
            return ()
        return ("screen", "api")

    @api.model
    def _dedup_guards(self):
        scopes = self._dedup_guard_scopes()
        guards = self.env["crm.dedup.guard"]
        return guards._for_user(self._name, scopes, ("block",)) if scopes else guards

    def _dedup_findings(self, guards):
        """What the rules find about these cards; a list for each."""
        engine, service = self.env["crm.dedup.engine"], self.env["crm.dedup.rival"]
        subjects = set(guards.mapped("subject"))
        nothing = [[] for _card in self]
        found = engine.find_matches(self) if "card" in subjects else {}
        matches = self.env["crm.dedup.panel"]._of_our_companies(
            [found.get(card, []) for card in self]
        )
        rivals = service._find(service._questions(self)) if "company" in subjects else nothing
        companies = [card.company_id.id for card in self.sudo()]
        return guards.with_env(self.env)._findings(matches, rivals, companies)

    def _dedup_obey(self, guards, before):
        """Refuse what a rule forbids.

        :param before: ``{card: {(rule id, key)}}`` of what was so already
        """
        refused = [
            each
            for card, found in zip(self, self._dedup_findings(guards), strict=True)
            for each in found
            if (each.guard_id, each.key) not in before[card]
        ]
        if not refused:
            return
        # In a transaction of its own: the refusal undoes this one.
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._dedup_log_prevented(refused)
        raise UserError("\n".join(dict.fromkeys(each.text for each in refused)))

    @api.model
    def _dedup_log_prevented(self, findings):
        """Count the cards that were not made a second time, each once."""
        met = {each.card for each in findings}
        for model in {model for model, _card_id in met}:
            cards = self.env[model].browse(
                sorted(card_id for name, card_id in met if name == model)
            )
            self.env["crm.dedup.event"]._log("prevented", "manual", cards)
