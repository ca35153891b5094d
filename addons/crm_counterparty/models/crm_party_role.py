# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPartyRole(models.Model):
    """What somebody is to a client: payer, accountant, signatory, …

    A role says which kind of party it joins to the client; dialogs offer a party only under
    roles of its kind.
    """

    _name = "crm.party.role"
    _description = "Role at a Client"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        index=True,
        help="A word by which programs know the role. Roles made by hand may do without.",
    )
    joins = fields.Selection(
        [
            ("counterparty", "Counterparty: a legal entity on which documents are made out"),
            ("contact", "Contact: a person who acts"),
            ("any", "Both"),
        ],
        required=True,
        default="contact",
    )
    is_ownership = fields.Boolean(help="The party owns the client: drawn so in the picture.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a role with this code already.")
