# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.fields import Domain


class CrmPartyLink(models.Model):
    """A client and one of its parties: the legal entity that pays, the person who signs, …

    Ended links stay as history; nothing offers them any more.
    """

    _name = "crm.party.link"
    _description = "Party of a Client"
    _order = "client_id, date_end DESC NULLS FIRST, is_default DESC, role_id, id"

    client_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    party_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    role_id = fields.Many2one("crm.party.role", required=True, index=True, ondelete="restrict")
    is_default = fields.Boolean(
        "Default",
        help="Chosen first for this role. A client has one default for each role and company.",
    )
    date_start = fields.Date(
        "From",
        default=lambda self: self._default_date_start(),
        help="Empty: ever since.",
    )
    date_end = fields.Date("Until", help="The last day. Empty: until further notice.")
    state = fields.Selection(
        [("future", "Later"), ("current", "Now"), ("ended", "Ended")],
        "Period",
        compute="_compute_state",
        search="_search_state",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        help="Empty: the same in all your companies.",
    )
    contract_ref = fields.Char("Contract", help="Number and date of the contract with this party.")
    note = fields.Text()
    current_default_id = fields.Many2one(
        "crm.party.link",
        compute="_compute_current_default_id",
        help="The default that the user sees when he chooses another one.",
    )

    # Exclusion over ranges of the built-in types: no extension of PostgreSQL is needed. Core's
    # merge of contacts does not see this kind of constraint, so it deletes nothing for its sake.
    # Checked at the end of a statement: two links of one update may swap what they have.
    _same_link_excl = models.Constraint(
        """EXCLUDE USING gist (int4range(client_id, client_id, '[]') WITH &&,
                               int4range(party_id, party_id, '[]') WITH &&,
                               int4range(role_id, role_id, '[]') WITH &&,
                               int4range(COALESCE(company_id, 0), COALESCE(company_id, 0), '[]')
                                   WITH &&,
                               daterange(date_start, date_end, '[]') WITH &&)
           DEFERRABLE""",
        lambda env, diag: env["crm.party.link"]._sentence_same(diag),
    )
    _one_default_excl = models.Constraint(
        """EXCLUDE USING gist (int4range(client_id, client_id, '[]') WITH &&,
                               int4range(role_id, role_id, '[]') WITH &&,
                               int4range(COALESCE(company_id, 0), COALESCE(company_id, 0), '[]')
                                   WITH &&,
                               daterange(date_start, date_end, '[]') WITH &&)
           WHERE (is_default) DEFERRABLE""",
        lambda env, diag: env["crm.party.link"]._sentence_default(diag),
    )
    # A CHECK may name the days, but neither partner: core's merge would delete whole links.
    _dates_check = models.Constraint(
        "CHECK (date_start <= date_end)", "A link ends after it has begun: look at its days."
    )

    @api.model
    def _default_date_start(self):
        """On a card a link begins today; a program or a file says when, or ever since."""
        from_today = self.env.context.get("party_from_today")
        return fields.Date.context_today(self) if from_today else False

    @api.depends("client_id", "party_id", "role_id")
    def _compute_display_name(self):
        for link in self:
            parts = (link.client_id.name, link.role_id.name, link.party_id.name)
            link.display_name = " – ".join(filter(None, parts))

    @api.depends("date_start", "date_end")
    @api.depends_context("tz")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for link in self:
            if link._holds_on(today):
                link.state = "current"
            else:
                link.state = "ended" if link.date_end and link.date_end < today else "future"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        ended = Domain("date_end", "<", today)
        future = Domain("date_start", ">", today)
        domains = {"ended": ended, "future": future, "current": self._domain_days(today)}
        return Domain.OR(domains[state] for state in value if state in domains)

    # Not on the companies of the two: what a card that moves does to its links is decided there.
    @api.depends("client_id", "party_id")
    def _compute_company_id(self):
        for link in self:
            pair = (link.client_id, link.party_id)
            own = [partner.sudo().company_id for partner in pair if partner.sudo().company_id]
            link.company_id = own[0] if own else link.company_id

    @api.depends("client_id", "role_id", "company_id", "is_default", "date_start", "date_end")
    def _compute_current_default_id(self):
        today = fields.Date.context_today(self)
        # The form of a client has his links at hand.
        defaults = self.client_id._origin.party_link_ids.filtered(
            lambda link: link.is_default and link._holds_on(today)
        )
        found = {(link.client_id, link.role_id, link.company_id): link for link in defaults}
        for link in self:
            key = (link.client_id._origin, link.role_id._origin, link.company_id._origin)
            link.current_default_id = found.get(key)

    def _holds_on(self, date):
        self.ensure_one()
        begun = not self.date_start or self.date_start <= date
        return begun and (not self.date_end or self.date_end >= date)

    @api.model
    def _domain_days(self, date):
        return (Domain("date_start", "=", False) | Domain("date_start", "<=", date)) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", date)
        )

    @api.model
    @tools.ormcache()
    def _are_known(self):
        """Whether there are links at all; before the first one nobody is asked for his."""
        return bool(self.sudo().search_count(Domain.TRUE, limit=1))

    @api.model
    def _domain_on(self, date=None, company=None):
        """The links that hold on a day (today in the user's zone) in a company.

        :param company: those of this company and those of all; None: of the user's company
        """
        date = date or fields.Date.context_today(self)
        company = company or self.env.company
        return self._domain_days(date) & Domain("company_id", "in", [False, company.id])

    @api.model
    def _belonging(self, company, pairs):
        """Whether the first is one of the people of the second, for each pair, by one query
        at most.
        """

        def known(person, client):
            return client in (person, person.commercial_partner_id)

        unknown = [pair for pair in pairs if all(pair) and not known(*pair)]
        linked = set()
        if unknown and self._are_known():
            people = self.env["res.partner"].union(*(person for person, _client in unknown))
            links = self.search(
                self._domain_on(company=company)
                & Domain("party_id", "in", (people | people.commercial_partner_id).ids)
                & Domain("client_id", "in", [client.id for _person, client in unknown])
            )
            linked = {(link.party_id, link.client_id) for link in links}
        return [
            all(pair)
            and (
                known(*pair) or pair in linked or (pair[0].commercial_partner_id, pair[1]) in linked
            )
            for pair in pairs
        ]
