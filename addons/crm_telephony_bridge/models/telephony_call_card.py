# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from datetime import timedelta

from odoo import api, fields, models

from ..tools.numbers import read_caller, spaced

# What ended longer ago is in the log; a card for it would only be in the way.
FRESH = timedelta(minutes=10)
LONGEST = timedelta(hours=4)


class TelephonyCall(models.Model):
    """The card of a call in the browsers of those whose phones ring.

    The bus only tells that a phone rings and with which number. Who that is, the browser asks as
    its own user (``call_card``): rights are those of the person, and nothing leaks by a channel.
    """

    _inherit = "telephony.call"

    command_ids = fields.One2many(
        "telephony.command", "call_id", domain=[("type", "=", "originate")]
    )

    @api.model
    def _ingested(self, changes):
        """Extended: orders to dial follow their calls, before the cards name them."""
        calls = self.browse(change.call_id for change in changes)
        self.env["telephony.command"]._follow_calls(calls)
        return super()._ingested(changes)

    # ------------------------------------------------------------
    # To the browsers
    # ------------------------------------------------------------

    @api.model
    def _send_cards(self, changes):
        """Extended: not between colleagues, and not what waited for an hour in a bridge."""
        calls = self.browse(change.call_id for change in changes)
        fresh = {call.id for call in calls if call._is_fresh()}
        return super()._send_cards([one for one in changes if one.call_id in fresh])

    def _is_fresh(self):
        """Whether it goes on with the outside, or did a moment ago."""
        if self.direction == "internal" or self.is_recovered or self.is_manual:
            return False
        moment = self.ended_at if self.state == "ended" else self.started_at
        age = FRESH if self.state == "ended" else LONGEST
        return bool(moment) and self._by_our_clock(moment) > fields.Datetime.now() - age

    def _by_our_clock(self, moment):
        return moment - timedelta(seconds=self.provider_id.clock_skew or 0.0)

    def _card_base(self):
        """Extended: how the number is written, who of us answered, since when."""
        answered_by = self.state != "ringing" and self.disposition in (False, "answered")
        return {
            **super()._card_base(),
            "formatted": self._card_number(),
            "line": self._card_line(),
            "started": self._card_unix(self.started_at),
            "answered": self._card_unix(self.answered_at),
            "since": time.time(),
            "answered_by": (answered_by and (self.user_id.name or self.answered_by)) or None,
            "command_id": self.command_ids[:1].id,
        }

    def _card_mine(self, user, is_live):
        """Extended: whether I am to say what came of it."""
        mine = super()._card_mine(user, is_live)
        return {**mine, "finish": (mine["answered_by_me"] and self.finish_state) or None}

    def _card_unix(self, moment):
        return self._by_our_clock(moment).timestamp() if moment else None

    def _card_number(self):
        """The customer's number as people write it."""
        return spaced(self.customer_number) if self.customer_number else None

    def _card_line(self):
        """The number of ours that was dialled, by its name if it has one."""
        if self.queue_id or not self.line:
            return self.queue_id.name or None
        country = self.provider_id.country_id or self.company_id.country_id
        return spaced(read_caller(self.line, country.code).shown or self.line)

    # ------------------------------------------------------------
    # From the browsers
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def open_cards(self):
        """Cards of the user's live calls and of the one he just had; how many want finishing.

        :return: ``{"cards": [payload, ...], "unfinished": int}``
        """
        now = fields.Datetime.now()
        legs = self.env["telephony.call.leg"].sudo()
        legs = legs.search(
            [
                ("user_id", "=", self.env.uid),
                ("call_id.started_at", ">", now - LONGEST),
                "|",
                ("call_id.state", "!=", "ended"),
                ("call_id.ended_at", ">", now - 2 * FRESH),
            ]
        )
        calls = legs.call_id.filtered(lambda call: call._is_fresh())
        cards = [call._card_of_mine() for call in calls]
        return {"cards": cards, "unfinished": self._count_unfinished()}

    def _card_of_mine(self):
        """What the bus tells the acting user of the call (sudo)."""
        user = self.env.user
        is_live = self._card_users()[self.id].get(user, False)
        return {**self._card_base(), **self._card_mine(user, is_live)}

    @api.model
    @api.readonly
    def call_card(self, call_id):
        """Everything the card of a call shows, as far as the user may see it.

        :return: what the bus tells of the call, and ``people``, ``head``, ``note``, ``results``.
        """
        call = self._card_call(call_id, "read")
        owners = call._call_card_owners()
        return {
            **call.sudo()._card_of_mine(),
            "people": call._call_card_people(owners),
            "head": call._call_card_head(*call._call_card_first(owners)),
            "note": call.note or "",
            "result_id": call.result_id.id,
            "results": call._finish_results(),
        }

    @api.model
    def _card_call(self, call_id, operation):
        """A call that the user may see, in whichever of his companies it rings."""
        companies = self.env.user._get_company_ids()
        call = self.with_context(allowed_company_ids=list(companies)).browse(int(call_id))
        call.check_access(operation)
        return call
