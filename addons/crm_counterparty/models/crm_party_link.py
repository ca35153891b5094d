# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class CrmPartyLink(models.Model):
    """A client and one of its parties: the legal entity that pays, the person who signs, …

    Ended links stay as history; nothing offers them any more.
    """

    _name = "crm.party.link"
    _description = "Party of a Client"
    _order = "client_id, is_default DESC, role_id, id"

    client_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    party_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    role_id = fields.Many2one("crm.party.role", required=True, index=True, ondelete="restrict")
    is_default = fields.Boolean("Default")
    date_start = fields.Date()
    date_end = fields.Date()
    company_id = fields.Many2one("res.company", index=True)
    contract_ref = fields.Char("Contract")
    note = fields.Text()

    # Exclusion over ranges of the built-in types: no extension of PostgreSQL is needed. Core's
    # merge of contacts does not see this kind of constraint, so it deletes nothing for its sake.
    _same_link_excl = models.Constraint(
        """EXCLUDE USING gist (int4range(client_id, client_id, '[]') WITH &&,
                               int4range(party_id, party_id, '[]') WITH &&,
                               int4range(role_id, role_id, '[]') WITH &&,
                               int4range(COALESCE(company_id, 0), COALESCE(company_id, 0), '[]')
                                   WITH &&,
                               daterange(date_start, date_end, '[]') WITH &&)""",
        "This party has this role at this client already, in days that overlap.",
    )
    _one_default_excl = models.Constraint(
        """EXCLUDE USING gist (int4range(client_id, client_id, '[]') WITH &&,
                               int4range(role_id, role_id, '[]') WITH &&,
                               int4range(COALESCE(company_id, 0), COALESCE(company_id, 0), '[]')
                                   WITH &&,
                               daterange(date_start, date_end, '[]') WITH &&)
           WHERE (is_default)""",
        "This client has another default for this role in the same days.",
    )

    @api.model
    def _domain_on(self, date=None, company=None):
        """The links that hold on a day (today in the user's zone) in a company.

        :param company: those of this company and those of all; None: of the user's company
        """
        date = date or fields.Date.context_today(self)
        company = company or self.env.company
        return (
            (Domain("date_start", "=", False) | Domain("date_start", "<=", date))
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", date))
            & Domain("company_id", "in", [False, company.id])
        )
