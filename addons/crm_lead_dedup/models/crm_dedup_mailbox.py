# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.emails import is_role_mailbox
from ..tools.lists import Lists
from ..tools.mailboxes import ROLE_NAMES, ROLE_WORDS


class CrmDedupMailbox(models.Model):
    """A mailbox of a post, like info@ or sales@: two cards that share it may be two people."""

    _name = "crm.dedup.mailbox"
    _description = "Role Mailbox"
    _inherit = ["crm.address.list"]

    name = fields.Char(
        string="Mailbox", help="What stands before the @, in small letters: “sales”, “zakupki”."
    )
    use = fields.Selection(
        [
            ("word", "First or last word"),
            ("name", "Whole name only"),
        ],
        string="Counts As",
        required=True,
        default="word",
        help="First or last word: “sales” also covers sales.kyiv@ and kyiv-sales@. Whole name "
        "only: for words that are parts of people's addresses as well.",
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "This mailbox is in the list already.")

    @api.model
    def _shipped(self):
        rows = [{"name": word, "use": "word"} for word in sorted(ROLE_WORDS)]
        rows += [{"name": name, "use": "name"} for name in sorted(ROLE_NAMES - ROLE_WORDS)]
        return super()._shipped() + rows

    @api.model
    def _normalised_name(self, vals):
        name = vals["name"].strip().casefold().partition("@")[0]
        use = {"role_words" if vals["use"] == "word" else "role_names": frozenset({name})}
        # The same reading as of real addresses: what it cannot find there would never act.
        if not is_role_mailbox(f"{name}@example.com", Lists(**_NOTHING | use)):
            raise ValidationError(
                self.env._(
                    "“%(name)s” cannot stand before the @ of an address, or ends with a figure. "
                    "Write one word, like “sales”; as first or last word it has no dot or dash.",
                    name=vals["name"],
                )
            )
        return name


_NOTHING = {"role_words": frozenset(), "role_names": frozenset()}
