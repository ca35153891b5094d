# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import api, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from ..tools import survivorship

# Seconds to wait for a card that somebody else is working on, before the request is tried anew.
PATIENCE = 10


class CrmDedupEngine(models.AbstractModel):
    """Merging: the doors for the review screen, for lists, import and integrators."""

    _inherit = "crm.dedup.engine"

    @api.private
    @api.model
    def merge(self, survivor, others, choices=None):
        """Make several cards of one model one.

        Everything that belongs to ``others`` goes to ``survivor``; they are archived with
        ``merged_into_id``. Every changed row is in the journal of the result, so that its
        ``action_undo()`` brings all of it back.

        :param survivor: the card that stays
        :param others: cards of the same model, any number; merged ones stand for their survivors
        :param choices: ``{field name: id of the card whose value is kept, or False for none}``;
            what is not named is decided as :meth:`preview_merge` proposes
        :return: the ``crm.dedup.merge``; that of an earlier merge when nothing was left to do
        :raises UserError: with the reasons why these cards cannot be one
        """
        survivor, others, earlier = self._cards_to_merge(survivor, others)
        if not others:
            return earlier
        self._check_merge(survivor, others)
        self._lock_cards(survivor | others)
        self._touch(survivor)
        # Whoever held them before may have merged them.
        survivor.invalidate_recordset(["merged_into_id"])
        survivor, others, earlier = self._cards_to_merge(survivor, others)
        if not others:
            return earlier
        choices = survivor._merge_checked_choices(others, choices or {})
        # Cards that came by SQL get their profiles now, not as a part of the merge.
        (survivor | others).sudo()._dedup_refresh()
        with self.env["crm.dedup.merge"]._record(survivor, others, choices=choices) as merge:
            survivor._merge_others(others, choices)
        return merge.with_env(self.env)

    @api.private
    @api.model
    def preview_merge(self, survivor, others, choices=None):
        """What a merge would do: ``{"survivor", "fields", "moves", "blockers"}``.

        ``fields``: one dict a field in which the cards differ, with ``name``, ``label``, ``type``,
        ``values`` (``{card id: text shown}``), ``proposed`` (card id, False for none, None for
        values that are united) and ``choice``. ``moves``: what goes to the survivor, counted.
        ``blockers``: reasons why it is refused.
        """
        survivor, others, _earlier = self._cards_to_merge(survivor, others)
        (survivor | others).check_access("read")
        return {
            "survivor": survivor.id,
            "cards": (survivor | others).ids,
            "fields": survivor._merge_preview_fields(others, choices or {}),
            "moves": self.env["crm.dedup.mover"].sudo()._count(others),
            "blockers": self._merge_reasons(survivor, others),
        }

    @api.private
    @api.model
    def best_survivor(self, cards):
        """The card (of several of one model) that should stay: important, complete, recent."""
        best = survivorship.best_card([card._merge_card() for card in cards])
        return cards.filtered(lambda card: card.id == best)

    @api.model
    def _cards_to_merge(self, survivor, others):
        """Cards as they stand now: merged ones are followed, what is one already is left out.

        :return: ``(survivor, others, earlier merge of them)``
        """
        survivor.ensure_one()
        if survivor._name != others._name or "merged_into_id" not in survivor._fields:
            raise UserError(self.env._("Only cards of one kind can be merged."))
        if not survivor.exists() or len(others.exists()) != len(others):
            raise UserError(self.env._("A card that was to be merged does not exist any more."))
        asked = others - survivor
        survivor, others = survivor._merged_survivor(), asked._merged_survivor()
        others -= survivor
        earlier = self.env["crm.dedup.merge"]
        if not others:
            if not asked:
                raise UserError(self.env._("Choose at least two cards to merge."))
            link, sources = ("lead_id", "source_lead_ids")
            if survivor._name == "res.partner":
                link, sources = ("partner_id", "source_partner_ids")
            domain = [(link, "=", survivor.id), (sources, "in", asked.ids), ("state", "=", "done")]
            earlier = earlier.sudo().search(domain, limit=1).with_env(self.env)
        return survivor, others, earlier

    @api.model
    def _merge_reasons(self, survivor, others):
        """All reasons that forbid this merge, in words."""
        return survivor.sudo()._merge_blockers(survivor.sudo(), others.sudo()) if others else []

    @api.model
    def _check_merge(self, survivor, others):
        """Who merges must be allowed to write on every one of the cards."""
        cards = survivor | others
        if not cards.has_access("write") or not cards.has_access("read"):
            raise AccessError(
                self.env._("You can only merge cards that you may change, all of them.")
            )
        if reasons := self._merge_reasons(survivor, others):
            raise UserError("\n".join(reasons))

    @api.model
    def _touch(self, survivor):
        """Write the surviving row, even where nothing of it changes.

        Who waits for it began before this merge and does not see what it moves here: once the row
        was written, the database sends him to begin anew.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET active = active WHERE id = %s",
                SQL.identifier(survivor._table),
                survivor.id,
            )
        )

    @api.model
    def _lock_cards(self, cards):
        """Take the cards one after the other, lowest id first: no two merges wait in a ring."""
        self.env.flush_all()
        until = time.monotonic() + PATIENCE
        for card in cards.sudo().sorted("id"):
            while not card.try_lock_for_update(allow_referencing=True):
                if time.monotonic() > until:
                    raise ConcurrencyError(
                        self.env._("Somebody else is working on %(card)s.", card=card.display_name)
                    )
                time.sleep(0.05)
