# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import parse_contact_from_email


class ResPartner(models.Model):
    """An e-mail of a merged customer is the survivor's: no new card is made for it."""

    _inherit = "res.partner"

    @api.model
    def _find_or_create_from_emails(
        self, emails, ban_emails=None, filter_found=None, additional_values=None,
        no_create=False, **kwargs,
    ):  # fmt: skip
        """Where core finds nobody, look among the cards that were merged, then go on as core."""
        kwargs |= {
            "ban_emails": ban_emails,
            "filter_found": filter_found,
            "additional_values": additional_values,
        }
        found = super()._find_or_create_from_emails(emails, no_create=True, **kwargs)
        if all(found):
            return found
        survivors = self._survivors_of_emails(
            email for email, partner in zip(emails, found, strict=True) if not partner
        )
        if not survivors and no_create:
            return found
        kept = [
            partner or survivors.get(parse_contact_from_email(email)[1], self.browse())
            for email, partner in zip(emails, found, strict=True)
        ]
        unknown = [email for email, partner in zip(emails, kept, strict=True) if not partner]
        if no_create or not unknown:
            return kept
        made = iter(super()._find_or_create_from_emails(unknown, **kwargs))
        return [partner or next(made) for partner in kept]

    @api.model
    def _survivors_of_emails(self, emails):
        """``{normalised e-mail: the card that stands for the merged one that had it}``."""
        addresses = [parse_contact_from_email(email)[1] for email in emails if email]
        merged = self.search(
            [("email_normalized", "in", list(filter(None, addresses))),
             ("merged_into_id", "!=", False), ("active", "=", False)], order="id",
        )  # fmt: skip
        survivors = {card.email_normalized: card._merged_survivor() for card in merged}
        return {email: card for email, card in survivors.items() if card.active}
