# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

PROPOSALS = 20


class CrmRequestAttach(models.TransientModel):
    """Choice of the card a request belongs to; those that share an identifier come first."""

    _name = "crm.request.attach"
    _description = "Attach a Request to a Card"

    request_ids = fields.Many2many("crm.request", required=True, readonly=True)
    request_count = fields.Integer(compute="_compute_request_count")
    company_id = fields.Many2one("res.company", readonly=True)
    contact_name = fields.Char(related="request_ids.contact_name", related_sudo=False)
    phone = fields.Char(related="request_ids.phone", related_sudo=False)
    email = fields.Char(related="request_ids.email", related_sudo=False)
    company_name = fields.Char(related="request_ids.company_name", related_sudo=False)
    message = fields.Text(related="request_ids.message", related_sudo=False)
    line_ids = fields.One2many("crm.request.attach.line", "wizard_id", readonly=True)
    hidden_count = fields.Integer(
        readonly=True, help="Cards that come into question and are a colleague's."
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Another Card",
        domain="[('company_id', 'in', [company_id, False])]",
        check_company=False,
    )

    @api.depends("request_ids")
    def _compute_request_count(self):
        for wizard in self:
            wizard.request_count = len(wizard.request_ids)

    @api.model
    def _propose(self, requests):
        """A wizard for requests of one company, with the cards that come into question.

        Cards the acting user may not read are only counted.
        """
        if len(requests.company_id) > 1:
            raise UserError(self.env._("Choose requests of one company."))
        reasons = self._reasons(requests)
        leads = self.env["crm.lead"].browse(i for model, i in reasons if model == "lead")
        partners = self.env["res.partner"].browse(i for model, i in reasons if model == "partner")
        lines = []
        for cards, field in ((leads, "lead_id"), (partners, "partner_id")):
            model = field.removesuffix("_id")
            lines += [
                {field: card.id, "reason": reasons[model, card.id]}
                for card in cards.with_context(active_test=False)._filtered_access("read")
            ]
        return self.create(
            {
                "request_ids": requests.ids,
                "company_id": requests.company_id.id,
                "line_ids": [Command.create(line) for line in lines[:PROPOSALS]],
                "hidden_count": len(leads) + len(partners) - len(lines),
            }
        )

    @api.model
    def _reasons(self, requests):
        """``{(model, id): why}`` of the cards that come into question, best first."""
        kinds = requests._identifier_kinds()
        intake = self.env["crm.intake"].sudo()
        items = [intake._item_of(request) for request in requests.sudo()]
        index = intake._lookup(items)
        hits = [hit for item in items for hit in index.hits(item.company_id, item.all_keys())]
        hits.sort(key=lambda hit: (not hit.card.is_open, hit.card.model, -hit.card.id))
        reasons = {}
        for hit in hits:
            reasons.setdefault(hit.card.ref, {})[kinds[hit.kind]] = True
        shown = self.env._("Shown as related")
        for model, cards in (
            ("lead", requests.sudo().related_lead_ids.exists()),
            ("partner", requests.sudo().related_partner_ids.exists()),
        ):
            for card in cards:
                reasons.setdefault((model, card.id), {shown: True})
        for lead in requests.sudo().lead_id:
            reasons.pop(("lead", lead.id), None)
        for why in reasons.values():
            if kinds["phone"] in why:
                why.pop(kinds["phone_tail"], None)
        return {ref: ", ".join(why) for ref, why in reasons.items()}

    def _open(self):
        """The action that shows this wizard."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attach to a Card"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_attach(self):
        """Attach to the card chosen by hand."""
        self.ensure_one()
        if not self.lead_id:
            raise UserError(self.env._("Choose a card."))
        return self._attach(self.lead_id)

    def action_new_lead(self):
        """None of them: make a new lead."""
        self.ensure_one()
        return self.request_ids.action_new_lead()

    def _attach(self, lead):
        self.request_ids._attach(lead)
        return {"type": "ir.actions.act_window_close"}
