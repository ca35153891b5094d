# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

PENDING = "crm_counterparty.lead_trace"


class CrmLeadTrace(models.Model):
    """How traces are written: kept in memory, and at once before the transaction is committed.

    Core converts and merges lead by lead; written at the end, a thousand leads cost the queries
    of one. A savepoint that is rolled back forgets its events as well.
    """

    _inherit = "crm.lead.trace"

    @api.private
    def remember(self, events):
        """Keep these events for the end of the transaction.

        :param events: dicts with ``lead_ref``, ``event`` (see ``crm.lead.trace.event``) and
            ``values`` (what the lead is: ``crm.lead._trace_values``); for a merge ``into``, the
            number of the card that stays. ``client``: the card may have another client
        """
        if not events:
            return
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            # Defaults of the request (``default_user_id``, …) are not for traces.
            clean = self.env(su=True, context={})
            precommit.add(clean[self._name]._write_remembered)
        now, by = fields.Datetime.now(), self.env.uid
        pending = precommit.data.setdefault(PENDING, [])
        pending.extend(event | {"date": now, "by_id": by} for event in events)

    @api.private
    def write_now(self):
        """Write what is remembered before the end: for a merge whose journal ends earlier."""
        self.env(su=True, context={})[self._name]._write_remembered()

    def _write_remembered(self):
        """Write the events of this transaction: a few queries for any number of leads."""
        pending = self.env.cr.precommit.data.pop(PENDING, [])
        events = [event for event in pending if event["event"] != "client"]
        traces = self._traces_for(events)
        events = [event for event in events if event["lead_ref"] in traces]
        for event in events:
            getattr(self, f"_note_{event['event']}")(traces[event["lead_ref"]], event)
        self._convert_merged([event for event in events if event["event"] == "converted"])
        events = [event for event in events if self._is_worth_telling(traces, event)]
        self.env["crm.lead.trace.event"].create(
            [
                {
                    "trace_id": traces[event["lead_ref"]].id,
                    "event": event["event"],
                    "date": event["date"],
                    "by_id": event["by_id"],
                    "user_id": event["values"]["user_id"],
                }
                for event in events
            ]
        )
        self._follow_clients({event["lead_ref"] for event in pending})
        self._forget_nobodys(traces)
        self.env.flush_all()

    def _follow_clients(self, cards):
        """The client follows the card, once for all that happened to it."""
        for trace in self.search(Domain("deal_id", "in", list(cards))):
            client = trace.deal_id.client_id
            if client and trace.client_id != client:
                trace.client_id = client

    # Which traces -------------------------------------------------------------------------------

    def _traces_for(self, events):
        """``{lead_ref: trace}``, made for those that have none and deserve one."""
        known = self.search(Domain("lead_ref", "in", [event["lead_ref"] for event in events]))
        traces = {trace.lead_ref: trace for trace in known}
        new = {}
        for event in events:
            ref = event["lead_ref"]
            if ref not in traces and self._deserves_trace(event):
                new.setdefault(ref, event["values"])
        cards = self._living_cards(new, events)
        made = self.create(
            [values | {"lead_ref": ref, "deal_id": cards[ref]} for ref, values in new.items()]
        )
        return traces | {trace.lead_ref: trace for trace in made}

    @api.model
    def _deserves_trace(self, event):
        """Whether a lead without trace gets one for this event.

        Handovers of what never was a lead are no origin. Who deletes a lead that never had a
        client wants it forgotten.
        """
        if event["event"] == "assigned":
            return event["values"]["was_lead"]
        return event["event"] != "deleted" or bool(event["values"]["client_id"])

    def _living_cards(self, refs, events):
        """``{lead_ref: number of the card}`` in which each lives after all merges, or False."""
        into = {event["lead_ref"]: event["into"] for event in events if "into" in event}
        cards = {}
        for ref in refs:
            card, seen = ref, set()
            while card in into and card not in seen:
                seen.add(card)
                card = into[card]
            cards[ref] = card
        living = set(self.env["crm.lead"].browse(set(cards.values())).exists().ids)
        return {ref: card in living and card for ref, card in cards.items()}

    # What is noted on them ----------------------------------------------------------------------

    def _note_assigned(self, trace, event):
        """Until the conversion it is the lead that is handed over, later only if nobody had it."""
        if not trace.date_converted or not trace.user_id:
            trace.user_id = event["values"]["user_id"]

    def _note_converted(self, trace, event):
        """The lead as it was then is what stays."""
        if not trace.date_converted:
            names = ("name", "partner_name", "contact_name", "team_id", "user_id")
            trace.write({name: event["values"][name] for name in names})
            trace.write({"date_converted": event["date"], "converted_by_id": event["by_id"]})

    def _convert_merged(self, events):
        """What was merged into a lead is converted with it."""
        by_card = {event["lead_ref"]: event for event in events}
        merged = self.search(
            Domain("deal_id", "in", list(by_card)) & Domain("date_converted", "=", False)
        )
        for card, traces in merged.grouped("deal_id").items():
            event = by_card[card.id]
            traces.write({"date_converted": event["date"], "converted_by_id": event["by_id"]})

    def _note_merged(self, trace, event):
        trace.date_merged = event["date"]

    def _note_kept(self, trace, event):
        """Others came in; what it was itself has not changed."""

    def _note_deleted(self, trace, event):
        if not trace.deal_id:
            trace.date_deleted = event["date"]
            trace.client_id = event["values"]["client_id"] or trace.client_id

    @api.model
    def _is_worth_telling(self, traces, event):
        """That a card goes after its merge is part of the merge."""
        return event["event"] != "deleted" or not traces[event["lead_ref"]].deal_id

    @api.model
    def _forget_nobodys(self, traces):
        """A card that is deleted without ever having had a client leaves no trace."""
        everybody = self.union(*traces.values())
        everybody.filtered(lambda trace: trace.date_deleted and not trace.client_id).unlink()
