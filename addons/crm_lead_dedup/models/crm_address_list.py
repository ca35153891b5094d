# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools.lists import Lists

# Fields that only say where a row stands in its list.
SILENT_FIELDS = {"note"}
SYNC_BATCH = 1000


class CrmAddressList(models.AbstractModel):
    """Words of mail addresses that recognition looks up; the same list for all companies.

    The words that come with the add-on are rows like any other, so that everybody sees them. They
    are archived instead of deleted, and so stay away after an update.
    """

    _name = "crm.address.list"
    _description = "Words of Mail Addresses"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(
        default=True, help="Archive a word to leave it out; an update does not bring it back."
    )
    is_shipped = fields.Boolean(
        string="Shipped", readonly=True, copy=False, help="Came with the add-on."
    )
    note = fields.Char(help="Why it is here. For colleagues; nothing reads it.")

    @api.model
    def _shipped(self):
        """Values of the rows that come with the add-on; ``name`` is unique. Hook: add your own.

        :return: list of dicts
        """
        return []

    @api.model
    def _normalised_name(self, vals):
        """The word as it is compared, or a ``ValidationError`` that says what is wrong. Hook."""
        return vals["name"]

    @api.model
    def _load_shipped(self):
        """Add the shipped words that are not there yet, in one insert."""
        known = set(self.with_context(active_test=False).search(Domain.TRUE).mapped("name"))
        rows = [{**row, "is_shipped": True} for row in self._shipped() if row["name"] not in known]
        # At installation every card is read for the first time anyway.
        self.with_context(crm_dedup_first_words=not known).create(rows)

    def _cards_concerned(self):
        """Customers whose identifiers depend on these words, archived ones included. Hook."""
        return self.env["res.partner"]

    def _words_changed(self, cards):
        """Forget the cached lists and read these cards anew."""
        self.env.registry.clear_cache()
        for start in range(0, len(cards), SYNC_BATCH):
            cards[start : start + SYNC_BATCH]._sync_identifiers()

    @api.model_create_multi
    def create(self, vals_list):
        """Words are kept as they are compared; the new ones act at once."""
        for vals in vals_list:
            vals["name"] = self._normalised_name({**self.default_get(["use"]), **vals})
        rows = super().create(vals_list)
        first = self.env.context.get("crm_dedup_first_words")
        rows._words_changed(rows.browse()._cards_concerned() if first else rows._cards_concerned())
        return rows

    def write(self, vals):
        """A changed word acts at once."""
        if SILENT_FIELDS.issuperset(vals):
            return super().write(vals)
        before = self._cards_concerned()
        if "name" in vals or "use" in vals:
            for row in self:
                name = self._normalised_name({"name": row.name, "use": row.use, **vals})
                super(CrmAddressList, row).write({**vals, "name": name})
        else:
            super().write(vals)
        self._words_changed(before | self._cards_concerned())
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        if any(row.is_shipped for row in self):
            raise UserError(
                self.env._(
                    "Words that came with the add-on cannot be deleted: the next update would "
                    "bring them back. Archive them instead."
                )
            )

    def unlink(self):
        """A deleted word is forgotten at once."""
        cards = self._cards_concerned()
        result = super().unlink()
        self._words_changed(cards)
        return result

    @api.model
    def _lists(self):
        """All words that count now, as plain ``tools.lists.Lists``; cached."""
        return self.env["crm.address.list"]._cached_lists()

    @api.model
    @ormcache()
    def _cached_lists(self):
        mailboxes = self.env["crm.dedup.mailbox"].sudo()._names_by_use()
        domains = self.env["crm.dedup.domain"].sudo()._names_by_use()
        return Lists(
            role_words=mailboxes["word"],
            role_names=mailboxes["name"],
            free_domains=domains["free"],
            free_brands=domains["brand"],
            company_domains=domains["company"],
        )

    @api.model
    def _names_by_use(self):
        """``{use: frozenset of active names}`` with every use."""
        names = {use: set() for use in self._fields["use"].get_values(self.env)}
        # The screens that show archived words ask with another context.
        for row in self.with_context(active_test=True).search_fetch([], ["name", "use"]):
            names[row.use].add(row.name)
        return {use: frozenset(found) for use, found in names.items()}
