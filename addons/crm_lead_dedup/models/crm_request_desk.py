# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.recognition import Decision

DECISIONS = [
    ("confirmed", "Confirmed"),
    ("attached", "Attached by hand"),
    ("new", "New lead by hand"),
    ("detached", "Taken off a card"),
    ("discarded", "Discarded"),
    ("retried", "Filed again"),
]


class CrmRequest(models.Model):
    """What people decide about a request.

    Nobody may write requests. Whoever may read one, and write the card it is about, may decide;
    the methods check both, keep the books as superuser, and leave a note on the card in the name
    of the one who acted.
    """

    _inherit = "crm.request"

    result = fields.Selection(
        selection_add=[("waiting", "Waiting")], ondelete={"waiting": "set default"}
    )
    unclear = fields.Selection(
        selection_add=[("detached", "Off a card")], ondelete={"detached": "set null"}
    )
    decision = fields.Selection(
        DECISIONS, readonly=True, copy=False, help="What somebody decided about it, last."
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    filled_values = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Fields of the card that were empty, and what this request put there.",
    )
    matched_by_text = fields.Char(
        string="Recognised By", compute="_compute_matched_by_text", help="What agreed."
    )
    before_discard = fields.Json(readonly=True, copy=False, groups="base.group_system")

    @api.depends("matched_by")
    @api.depends_context("lang")
    def _compute_matched_by_text(self):
        kinds = self._identifier_kinds()
        for request in self:
            keys = [key for key in (request.matched_by or "").split(", ") if key]
            if "phone" in keys and "phone_tail" in keys:
                keys.remove("phone_tail")
            request.matched_by_text = ", ".join(kinds.get(key, key) for key in keys) or False

    def _identifier_kinds(self):
        """``{kind: label}`` of what recognition compares."""
        kinds = dict(self.env["crm.identifier"]._fields["kind"]._description_selection(self.env))
        kinds["phone_tail"] = self.env._("Last digits of the phone")
        return kinds

    # ------------------------------------------------------------------
    # Rights and books
    # ------------------------------------------------------------------

    def _desk_sudo(self, leads=None):
        """The requests as superuser, after a check that the acting user may decide on them.

        :param leads: further cards that the decision changes
        """
        self.check_access("read")
        requests = self.sudo()
        cards = requests.lead_id | (leads or self.env["crm.lead"]).sudo()
        cards.with_env(self.env).check_access("write")
        return requests

    def _note(self, leads, text):
        """A note on the cards in the name of the acting user, whose rights were checked."""
        for lead in leads.sudo():
            lead.message_post(
                body=text,
                author_id=self.env.user.partner_id.id,
                subtype_xmlid="mail.mt_note",
                message_type="notification",
            )

    def _who(self):
        return ", ".join(self.mapped("display_name"))

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def action_confirm(self):
        """The card is the right one: out of the queue."""
        requests = self._desk_sudo()
        if any(not request.lead_id for request in requests):
            raise UserError(self.env._("A request without a card cannot be confirmed."))
        requests.write({"unclear": False, **self.env["crm.intake"]._decided("confirmed")})
        return True

    def action_attach(self):
        """Open the choice of a card."""
        self.check_access("read")
        wizard = self.env["crm.request.attach"]._propose(self)
        return wizard._open()

    def action_detach(self):
        """Open the question what becomes of requests that are on a wrong card."""
        self._desk_sudo()
        if not any(self.sudo().mapped("lead_id")):
            raise UserError(self.env._("The request is on no card."))
        return self.env["crm.request.detach"].create({"request_ids": self.ids})._open()

    def _attach(self, lead):
        """Put the requests on a card, off another one if need be."""
        requests = self._desk_sudo(lead)
        for request in requests:
            if lead.sudo().company_id and lead.sudo().company_id != request.company_id:
                raise UserError(self.env._("The card belongs to another company."))
        self._leave(requests)
        intake = self.env["crm.intake"].sudo()
        decision = Decision("attach", lead_id=lead.id, partner_id=lead.sudo().partner_id.id)
        items = intake._file_again(requests, decision)
        requests.write({"unclear": False, **self.env["crm.intake"]._decided("attached")})
        self._note(lead, self.env._("Request attached by hand: %(who)s", who=self._who()))
        intake._plan_activities([item for item in items if item.user_id])
        intake._refresh_screens(items)

    def _leave(self, requests):
        """Off their cards, with a note on each."""
        for lead, of_lead in requests.filtered("lead_id").grouped("lead_id").items():
            who = of_lead._who()
            self.env["crm.intake"].sudo()._take_off(of_lead)
            self._note(lead, self.env._("Request taken off: %(who)s", who=who))

    def action_new_lead(self):
        """Make a lead of each request, whatever recognition thought.

        :return: action that opens the new lead, or True
        """
        self._new_lead()
        return self._open_card()

    def _new_lead(self, partner=None):
        """Make a lead of each request, linked to a customer if one is given.

        A salesperson who sees only own leads keeps the new one; otherwise it goes where new
        requests of the source go.
        """
        requests = self._desk_sudo()
        self.env["crm.lead"].check_access("create")
        self._leave(requests)
        own_only = not self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        intake = self.env["crm.intake"].sudo()
        for team, of_team in requests.grouped("team_id").items():
            user = self.env.user if own_only and team.user_id != self.env.user else None
            decision = Decision("new_linked", partner_id=partner.id) if partner else Decision("new")
            items = intake._file_again(of_team, decision, user)
            intake._tell(items)
        requests.write({"unclear": False, **self.env["crm.intake"]._decided("new")})
        for request in requests:
            text = self.env._("Lead made by hand of request %(who)s", who=request.display_name)
            self._note(request.lead_id, text)

    def _open_card(self):
        """Show the card of one request, when the user may see it."""
        lead = self.sudo().lead_id.with_env(self.env)._filtered_access("read")
        if len(self) != 1 or not lead:
            return True
        return lead.get_formview_action()

    def action_open_card(self):
        """Open the card the request is on."""
        self.ensure_one()
        self.check_access("read")
        lead = self.sudo().lead_id.with_env(self.env)
        lead.check_access("read")
        return lead.get_formview_action()

    def action_discard(self):
        """Close requests that are nobody's; they leave their cards and stay on record."""
        requests = self._desk_sudo()
        for request in requests:
            lead = request.lead_id
            made = request.lead_created and lead.request_ids == request
            request.before_discard = {
                "result": request.result,
                "unclear": request.unclear,
                "lead_id": lead.id,
                "lead_created": request.lead_created,
                "archived": bool(made and lead.active),
            }
            self._leave(request)
            if made and lead.active:
                lead.action_archive()
        requests.write({
            "result": "dropped", "unclear": False,
            **self.env["crm.intake"]._decided("discarded"),
        })  # fmt: skip
        return True

    def action_put_back(self):
        """Take a discard back: card, identifiers and place in the queue as before."""
        requests = self._desk_sudo()
        intake = self.env["crm.intake"].sudo()
        for request in requests.filtered(lambda row: row.decision == "discarded"):
            before = request.before_discard or {}
            lead = self.env["crm.lead"].browse(before.get("lead_id") or []).exists()
            lead.check_access("write")
            if lead:
                if before.get("archived"):
                    lead.sudo().action_unarchive()
                decision = Decision("attach", lead_id=lead.id,
                                    partner_id=lead.sudo().partner_id.id)  # fmt: skip
                intake._file_again(request, decision)
                self._note(lead, self.env._("Request put back: %(who)s", who=request._who()))
            request.write({
                "result": before.get("result") or "waiting",
                "unclear": before.get("unclear") or ("detached" if not lead else False),
                "lead_created": bool(lead and before.get("lead_created")),
                "before_discard": False,
                "decision": False, "decided_by_id": False, "decided_at": False,
            })  # fmt: skip
        return True

    def action_retry(self):
        """File requests again that an error stopped."""
        requests = self._desk_sudo().filtered(lambda row: row.result == "failed")
        filed = self.env["crm.intake"].sudo()._retry(requests)
        filed.write(self.env["crm.intake"]._decided("retried"))
        return True

    def _back_to_queue(self):
        """Off a wrong card, to be decided by somebody."""
        requests = self._desk_sudo()
        for request in requests:
            request.related_lead_ids |= request.lead_id
        self._leave(requests)
        requests.write({
            "result": "waiting", "unclear": "detached",
            **self.env["crm.intake"]._decided("detached"),
        })  # fmt: skip
        for request in requests.filtered(lambda row: not row.user_id):
            request.user_id = self.env.user
