# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
import time

from odoo import api, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..tools.channels import as_channel
from ..tools.item import CardIndex
from ..tools.recognition import Card, decide

_logger = logging.getLogger(__name__)

CONFLICTS = PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
MAX_TRIES = 12
IDEMPOTENCY_HOURS = 24


class CrmIntake(models.AbstractModel):
    """The one service behind every door: recognise, file, tell the person in charge.

    Integrators call :meth:`receive` and extend ``_prepare_item`` (what is read from a request),
    ``_decide`` (what becomes of it), ``_prepare_lead_values``, ``_prepare_request_values`` and
    ``_person_in_charge``. Beside this file: ``crm_intake_read`` reads, ``crm_intake_lookup``
    finds cards, ``crm_intake_lead`` and ``crm_intake_store`` write, ``crm_intake_notify`` tells.
    """

    _name = "crm.intake"
    _description = "Intake of Requests"

    @api.model
    @api.private
    def receive(self, requests):
        """File a batch of requests in the current transaction.

        Later requests of the batch see the cards that earlier ones made. A request that cannot
        be filed (an extension fails, for example) is kept as a row with result ``failed``; it
        never takes the others with it.

        :param requests: list of dicts with the keys ``channel`` and ``values`` (names as in
            ``tools.values.IntakeValues``), and any of ``raw`` (text), ``source_id``,
            ``company_id``, ``team_id``, ``user_id``, ``received_at`` (naive UTC),
            ``idempotency_key``, ``origin``, ``files`` (list of name and bytes), ``phones`` and
            ``emails`` (further ones), ``lead_values`` (for a new lead), ``dropped`` (reason:
            kept and counted, makes no lead), ``quiet`` (nobody is told), ``posted`` (the door
            puts the original on the card and notifies the person told itself)
        :return: ``crm.request`` records (sudo), in the order of ``requests``; a repeated
            ``idempotency_key`` returns the first one
        :raises psycopg2.errors.SerializationFailure: the same person is being received by
            another worker; repeat the transaction (see :meth:`receive_committed`)
        """
        self = self.sudo()  # noqa: PLW0642 - the sender has no rights; doors check who may send
        items = [self._prepare_item(request) for request in requests]
        self.env["crm.intake.claim"]._claim(
            [claim for item in items for claim in [*item.claims(), *self._repeat_claims(item)]]
        )
        self._find_repeats(items)
        fresh = [item for item in items if not item.request_id]
        self._file(self._first_of_each_key(fresh))
        self._find_repeats([item for item in items if not item.request_id])
        return self.env["crm.request"].browse([item.request_id for item in items])

    @api.model
    @api.private
    def receive_committed(self, requests):
        """Like :meth:`receive`, in a transaction of its own that is repeated on a conflict.

        When it returns, the requests are on disk: the process may be killed at once.

        :return: list of dicts ``id, reference, result, lead_id``
        :raises psycopg2.OperationalError: still in conflict after all tries; nothing was kept
        """
        for attempt in range(MAX_TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    intake = self.with_env(self.env(cr=cr))
                    return intake.receive(requests).read(
                        ["reference", "result", "lead_id"], load=False
                    )
            except CONFLICTS:
                if attempt == MAX_TRIES - 1:
                    raise
                # The other worker has just committed; a short random pause parts a crowd.
                time.sleep(random.uniform(0, 0.01 * (attempt + 1)))  # noqa: S311 - no secret
        raise AssertionError("unreachable")

    # ------------------------------------------------------------------
    # The same request again
    # ------------------------------------------------------------------

    @api.model
    def _repeat_key(self, item):
        """What makes a repetition: the sender's key within its source, or None."""
        key = item.request.get("idempotency_key")
        return f"{item.request.get('source_id') or 0}:{key}" if key else None

    @api.model
    def _repeat_claims(self, item):
        key = self._repeat_key(item)
        return [f"idempotency:{key}"] if key else []

    @api.model
    def _find_repeats(self, items):
        """Point items whose idempotency key is known to the request that carries it."""
        keys = {self._repeat_key(item) for item in items} - {None}
        if not keys:
            return
        since = Domain("create_date", ">", f"now -{IDEMPOTENCY_HOURS}H")
        known = self.env["crm.request"].search_fetch(
            Domain("idempotency_key", "in", list(keys)) & since, ["idempotency_key"], order="id"
        )
        by_key = {request.idempotency_key: request.id for request in reversed(known)}
        for item in items:
            item.request_id = by_key.get(self._repeat_key(item), 0)

    @api.model
    def _first_of_each_key(self, items):
        """Without the repetitions inside the batch itself."""
        seen = set()
        first = []
        for item in items:
            key = self._repeat_key(item)
            if key is None or key not in seen:
                first.append(item)
            seen.add(key)
        return first

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------

    @api.model
    def _file(self, items):
        """File all at once; if that fails, one by one, so that one failure stays alone."""
        if not items:
            return
        try:
            with self.env.cr.savepoint():
                self._file_batch(items)
        except CONFLICTS:
            raise
        except Exception as error:  # noqa: BLE001 - whatever an extension raises, nothing is lost
            if len(items) == 1:
                self._file_failed(items[0], error)
                return
            for item in items:
                item.decision, item.lead_id, item.request_id = None, 0, 0
                self._file([item])

    @api.model
    def _file_failed(self, item, error):
        _logger.error("A request could not be filed and waits in the queue", exc_info=error)
        self.env.invalidate_all()
        item.error = f"{type(error).__name__}: {error}"
        item.decision, item.lead_id, item.partner_id = None, 0, 0
        # Nobody was told, and nothing was filled in.
        item.user_id, item.filled = 0, {}
        self._store_requests([item])
        try:
            with self.env.cr.savepoint():
                self._tell_failed(item)
        except CONFLICTS:
            raise
        except Exception:
            # The row is what counts; perhaps it is the telling that fails.
            _logger.exception("Nobody could be told of a request that was not filed")

    @api.model
    def _file_batch(self, items):
        wanted = [item for item in items if not item.request.get("dropped")]
        self._decide(wanted, self._lookup(wanted))
        self._store_leads(wanted)
        self._store_requests(items)
        self._store_identifiers(wanted)
        self._tell(wanted)

    @api.model
    def _decide(self, items, index: CardIndex):
        """Decide request by request, each seeing what the ones before it made.

        Sets ``decision``, ``lead_id`` (negative: the n-th new lead) and ``partner_id``.
        """
        for position, item in enumerate(items, 1):
            hits = index.hits(item.company_id, item.all_keys())
            decision = decide(hits, name=item.name, team_id=item.team_id)
            item.follow(as_channel(decision, self._known_action(item)), position)
            item.phone_is_company_card = any(
                hit.kind == "phone" and hit.card.model == "partner" and hit.card.is_company
                for hit in hits
            )
            cards = {hit.card.id: hit.card for hit in hits if hit.card.model == "lead"}
            index.learn(item, cards.get(item.lead_id) or self._card_to_be(item))

    @api.model
    def _known_action(self, item):
        """What the item's channel does with somebody known. Hook: decide by more than that.

        :return: ``attach``, ``new_linked`` or ``flag``
        """
        channel = item.request.get("channel") or "api"
        return self.env["crm.dedup.channel"]._action(channel, item.company_id)

    @api.model
    def _card_to_be(self, item):
        """The card of a lead that this batch is going to make."""
        return Card(
            model="lead",
            id=item.lead_id,
            partner_id=item.partner_id,
            is_open=True,
            team_id=item.team_id,
            name=item.values.name,
            company_name=item.values.company,
        )
