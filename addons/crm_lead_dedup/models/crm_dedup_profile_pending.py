# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

# Where the cards wait, in a store that the ORM empties with its own pending values: when a
# savepoint or the transaction is rolled back, and never else.
PENDING = "crm_dedup_profile_pending"


class CrmDedupProfile(models.Model):
    """Profiles wait to be renewed like every other pending value of the ORM, and go with them.

    Core writes one card several times in a transaction. Its profile is made once, in batch with
    the others: when the ORM flushes all (before each commit and each savepoint), when somebody
    asks for matches, or when profiles are searched. Who reads the tables by SQL calls
    ``flush_model()`` before, as for any other table.
    """

    _inherit = "crm.dedup.profile"

    @api.model
    def _schedule(self, cards, created=False):
        """Renew the profiles of these cards with the next flush.

        :param cards: saved cards of one model
        :param created: they are just being created, and nothing was added to them since
        """
        pending = self.env.cr.cache.setdefault(PENDING, {})
        # Without a company of its own a card's phones are read as its writer's company would.
        company = self.env.company.id
        waiting = pending.setdefault(cards._name, {})
        for card_id in cards.ids:
            waiting[card_id] = company, created
        self._mark_pending()

    @api.model
    def _schedule_relatives(self, partners):
        """Renew the profiles of who depends on these customers with the next flush."""
        pending = self.env.cr.cache.setdefault(PENDING, {})
        pending.setdefault("relatives", {}).update(dict.fromkeys(partners.ids))
        self._mark_pending()

    @api.model
    def _unschedule(self, cards):
        """These cards are about to be deleted."""
        waiting = self.env.cr.cache.get(PENDING, {}).get(cards._name, {})
        for card_id in cards.ids:
            waiting.pop(card_id, None)

    @api.model
    def _mark_pending(self):
        """Let the ORM know that this table has something to flush."""
        self.env._field_dirty[self._fields["is_changed"]].add(0)

    def flush_model(self, fnames=None):
        """Whatever field is asked for, all profiles are brought up to date."""
        return super().flush_model()

    def _flush(self):
        # Flushing a card may compute what makes another one wait.
        while pending := self.env.cr.cache.pop(PENDING, None):
            relatives = pending.pop("relatives", ())
            for name, waiting in pending.items():
                self._refresh_waiting(self.env[name].sudo(), waiting)
            if relatives:
                self.env["res.partner"].browse(relatives)._dedup_relatives_changed()
        # The mark is none of a row: there is nothing for the ORM to write.
        self.env._field_dirty.pop(self._fields["is_changed"], None)
        return super()._flush()

    @api.model
    def _refresh_waiting(self, cards, waiting):
        """Renew profiles of one model, in a batch for each company of their writers.

        New cards have a batch of their own, for they need no look at what is stored.
        """
        groups = defaultdict(list)
        for card_id, (company, created) in waiting.items():
            groups[company, created].append(card_id)
        for (company, created), card_ids in groups.items():
            self._refresh(cards.with_company(company).browse(card_ids), created=created)
