# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmLead2opportunityPartner(models.TransientModel):
    """Client, counterparty and contact made of a lead in one dialog; who exists is proposed.

    Core's dialog stays what it is where ``by_party`` is not set: mass conversion, other modules.
    """

    _inherit = "crm.lead2opportunity.partner"

    by_party = fields.Boolean("Client, Counterparty and Contact")
    client_id = fields.Many2one(
        "res.partner", compute="_compute_parties", store=True, readonly=False
    )
    client_name = fields.Char(
        "Name of the New Client", compute="_compute_parties", store=True, readonly=False
    )
    client_is_company = fields.Boolean(
        "Is a Company", compute="_compute_parties", store=True, readonly=False
    )
    client_user_id = fields.Many2one(
        "res.users",
        "In Charge of the Client",
        compute="_compute_client_user_id",
        store=True,
        readonly=False,
        domain=[("share", "=", False)],
        help="Not the salesperson of the deal, nor who had the lead: each of them is kept.",
    )
    counterparty_id = fields.Many2one(
        "res.partner", compute="_compute_counterparty_id", store=True, readonly=False
    )
    counterparty_name = fields.Char("Name of the New Counterparty")
    vat = fields.Char("Tax ID")
    country_id = fields.Many2one(
        "res.country", compute="_compute_parties", store=True, readonly=False
    )
    vat_problem = fields.Char(compute="_compute_vat_problem")
    contact_id = fields.Many2one(
        "res.partner",
        "Contact Person",
        compute="_compute_parties",
        store=True,
        readonly=False,
    )
    contact_name = fields.Char(
        "Name of the New Contact", compute="_compute_parties", store=True, readonly=False
    )
    contact_role_id = fields.Many2one(
        "crm.party.role",
        "Role of the Contact",
        compute="_compute_contact_role_id",
        store=True,
        readonly=False,
        domain=[("joins", "in", ["contact", "any"])],
    )
    party_note = fields.Text("Already There", compute="_compute_party_note")
    same_name_id = fields.Many2one("res.partner", compute="_compute_party_note")
    is_another = fields.Boolean("It is another company of the same name")

    @api.depends("lead_id", "by_party")
    def _compute_parties(self):
        """What the lead says of itself, and who of it is known already."""
        for convert in self.filtered("by_party"):
            lead = convert.lead_id
            found = convert._propose_parties()
            convert.client_id = found["client"]
            convert.contact_id = found["contact"]
            convert.client_is_company = bool(lead.partner_name)
            convert.client_name = lead.partner_name or lead.contact_name or lead.name
            convert.contact_name = lead.partner_name and lead.contact_name
            convert.country_id = lead.country_id or (lead.company_id or self.env.company).country_id

    @api.depends("client_id", "user_id")
    def _compute_client_user_id(self):
        """Who has the client keeps it; a new one goes to whom the deal goes."""
        for convert in self.filtered("by_party"):
            convert.client_user_id = convert.client_id.user_id or convert.user_id

    @api.depends("client_id")
    def _compute_counterparty_id(self):
        """The client's default payer; another client has another."""
        for convert in self.filtered("by_party"):
            client = convert.client_id
            payer = client._default_counterparty(convert._party_company())[client] if client else 0
            convert.counterparty_id = payer or convert.counterparty_id.browse()

    @api.depends("client_id", "contact_id")
    def _compute_contact_role_id(self):
        """What the person is to the client already; somebody new works there."""
        employee = self.env["crm.party.role"].search([("code", "=", "employee")], limit=1)
        for convert in self.filtered("by_party"):
            links = convert.client_id._parties(("contact", "any"), convert._party_company())
            mine = links.get(convert.client_id, self.env["crm.party.link"]).filtered(
                lambda link, person=convert.contact_id: link.party_id == person
            )
            convert.contact_role_id = mine[:1].role_id or convert.contact_role_id or employee

    @api.depends("vat", "country_id", "counterparty_name", "client_is_company")
    def _compute_vat_problem(self):
        """A wrong tax number is explained while it is typed."""
        for convert in self:
            convert.vat_problem = convert._checked_vat()["problem"] if convert.vat else False

    @api.depends("lead_id", "by_party", "vat", "client_name", "client_id")
    def _compute_party_note(self):
        """Who is there already, and by what he was recognised."""
        self.party_note = False
        self.same_name_id = False
        for convert in self.filtered("by_party"):
            matches = convert._matches()
            convert.party_note = "\n".join(
                f"{partner.display_name}: {', '.join(reasons)}"
                for partner, reasons in matches.items()
            )
            if not convert.client_id:
                convert.same_name_id = convert._company_of_name(convert.client_name)

    @api.onchange("vat")
    def _onchange_vat(self):
        """A known tax number brings its legal entity, and its client when none is chosen."""
        # A European number says of which country it is.
        europe = self.env.ref("base.europe").country_ids
        self.country_id = (
            europe.filtered(lambda country: country.code == (self.vat or "")[:2].upper())
            or self.country_id
        )
        entity = self._entity_of_vat()
        if not entity:
            return
        client = entity._client_of(self._party_company())[entity]
        self.client_id = self.client_id or client
        self.counterparty_id = entity

    def _party_company(self):
        return self.lead_id.company_id or self.env.company

    def _checked_vat(self):
        """``{"value", "problem"}`` of the tax number in the dialog, see the requisites."""
        vals = {
            "vat": self.vat,
            "country_id": self.country_id.id,
            "is_company": self.client_is_company or bool(self.counterparty_name),
        }
        return self.env["res.partner"]._check_requisites([vals])[0]["vat"]

    def _convert_handle_partner(self, lead, action, partner_id):
        if self.by_party and self.name == "convert":
            return self._make_parties(lead)
        return super()._convert_handle_partner(lead, action, partner_id)
