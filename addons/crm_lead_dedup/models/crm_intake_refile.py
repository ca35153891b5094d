# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

from ..tools.recognition import Decision
from .crm_intake import CONFLICTS
from .crm_intake_store import SAME_NAMES

_logger = logging.getLogger(__name__)

# What a decision changes on a request; all else is what the sender wrote and stays.
OUTCOME = ("lead_id", "lead_created", "partner_id", "user_id", "result", "filled_values", "error")
# What only recognition knows; a human's decision leaves it as it was.
RECOGNISED = ("unclear", "matched_by", "previous_lead_id", "related_lead_ids",
              "related_partner_ids")  # fmt: skip


class CrmIntake(models.AbstractModel):
    """Requests that are on record already: filed again, or taken off their card."""

    _inherit = "crm.intake"

    # ------------------------------------------------------------------
    # Filing again
    # ------------------------------------------------------------------

    @api.model
    def _item_of(self, request):
        """The item of a request that is on record.

        :return: ``tools.item.Item``; it carries no decision yet
        """
        item = self._prepare_item({
            "channel": request.channel,
            "source_id": request.source_id.id,
            "company_id": request.company_id.id,
            "team_id": request.team_id.id,
            "received_at": request.received_at,
            "values": {
                "name": request.contact_name,
                "company": request.company_name,
                "country": request.country_id.code,
                **{name: request[name] for name in ("phone", "extension", "email", *SAME_NAMES)},
            },
        })  # fmt: skip
        item.request_id = request.id
        return item

    @api.model
    def _file_again(self, requests, decision=None, user=None):
        """File requests on record as a human decided, or as recognition decides now.

        Runs as superuser; the caller has checked what the acting user may do.

        :param requests: ``crm.request`` records, on no card
        :param decision: ``tools.recognition.Decision`` for all of them, None to recognise
        :param user: gets the new leads, when not the usual person
        """
        items = [self._item_of(request) for request in requests]
        self.env["crm.intake.claim"]._claim([claim for item in items for claim in item.claims()])
        if decision:
            for position, item in enumerate(items, 1):
                item.follow(decision, position)
        else:
            self._decide(items, self._lookup(items))
        if user:
            for item in items:
                item.request["user_id"] = user.id
        self._store_leads(items)
        names = OUTCOME if decision else OUTCOME + RECOGNISED
        for item, request in zip(items, requests, strict=True):
            values = self._prepare_request_values(item)
            request.write({name: values[name] for name in names})
        self._store_identifiers(items)
        return items

    @api.model
    def _retry(self, requests):
        """Recognise failed requests anew, each by itself; what fails again keeps its error."""
        filed = requests.browse()
        for request in requests:
            try:
                with self.env.cr.savepoint():
                    self._tell(self._file_again(request))
            except CONFLICTS:
                raise
            except Exception as error:
                _logger.exception("Request %s failed again", request.reference)
                self.env.invalidate_all()
                request.error = f"{type(error).__name__}: {error}"
            else:
                filed += request
        return filed

    # ------------------------------------------------------------------
    # Taking off
    # ------------------------------------------------------------------

    @api.model
    def _take_off(self, requests):
        """Take requests off their cards, with all that was learnt from them.

        An identifier that another request of the card brings as well stays with that one.
        """
        for lead, of_lead in requests.grouped("lead_id").items():
            if not lead:
                continue
            learnt = lead.identifier_ids.filtered(
                lambda row, off=of_lead: row.request_id in off and row.origin == "request"
            )
            removed = {(row.kind, row.key) for row in learnt if row.key}
            learnt.unlink()
            self._empty_again(lead, of_lead)
            of_lead.write({"lead_id": False, "lead_created": False, "partner_id": False,
                           "filled_values": False})  # fmt: skip
            self._learn_from_others(lead, removed)
            # A lead entered by hand has a request as well, of which nobody was told.
            if not lead.request_ids.filtered("user_id"):
                self._close_activities(lead)

    @api.model
    def _empty_again(self, lead, requests):
        """Empty the fields that the requests filled in, unless somebody changed them since."""
        empty = {}
        for request in requests:
            for name, value in (request.filled_values or {}).items():
                if lead[name] == value:
                    empty[name] = False
        if empty:
            lead.with_context(crm_intake=True).write(empty)

    @api.model
    def _learn_from_others(self, lead, keys):
        """Learn identifiers again that remaining requests of the card bring too."""
        items = []
        for request in lead.request_ids if keys else ():
            item = self._item_of(request)
            if keys.intersection(item.strong_keys()):
                item.lead_id = lead.id
                item.decision = Decision("attach", lead_id=lead.id)
                items.append(item)
        if items:
            self._store_identifiers(items)

    @api.model
    def _close_activities(self, leads):
        """Drop our own open activities on cards that have no request any more."""
        self._open_activities(leads.ids).filtered("automated").unlink()

    @api.model
    def _decided(self, decision):
        """Values that say who decided what about a request, and when."""
        return {
            "decision": decision,
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
        }
