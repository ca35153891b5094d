# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger


class CrmPartyLink(models.Model):
    """What a user does with links: a new default, an end; and what links say of partners."""

    _inherit = "crm.party.link"

    @api.model_create_multi
    def create(self, vals_list):
        """Mark what the new links say of their partners."""
        # What is written, but still in memory, would be compared by the database as it was.
        self.flush_model()
        partners = {vals.get(name) for vals in vals_list for name in ("client_id", "party_id")}
        # Read together what each new link asks one by one.
        self.env["res.partner"].sudo().browse(filter(None, partners)).fetch(["company_id"])
        links = super().create(vals_list)
        if links and not self._are_known():
            # Now, for this transaction, and once it is written, for the others.
            self.env.registry.clear_cache()
            self.env.cr.postcommit.add(self.env.registry.clear_cache)
        links._mark_kinds()
        return links

    def write(self, vals):
        """Another party or role says something new of a partner."""
        result = super().write(vals)
        if vals.keys() & {"client_id", "party_id", "role_id"}:
            self._mark_kinds()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_mistakes(self):
        """History stays: only what never held, or was typed today, may go."""
        if self.env.su or self.env.user.has_group("sales_team.group_sale_manager"):
            return
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        for link in self:
            if link.state != "future" and link.create_date < since:
                raise UserError(
                    self.env._(
                        "%(party)s has been “%(role)s” of %(client)s: end the link, and it stays "
                        "as history. A sales manager may delete it.",
                        **link.sudo()._told_values(),
                    )
                )

    def _mark_kinds(self):
        """Whoever has a link is something to us from now on: client, counterparty, contact.

        A partner who counted as a client because nobody had said anything stays one. A
        counterparty, contact or partner with a contact of its own does not become a client by
        that; one with a payer does.
        """
        links = self.sudo()
        said = defaultdict(set)
        for partner in (links.client_id | links.party_id)._clients_by_silence():
            said[partner].add("is_client")
        for link in links:
            said[link.party_id].add(link._kind())
            if link.role_id.joins == "counterparty" or not link.client_id._kinds():
                said[link.client_id].add("is_client")
        alike = defaultdict(self.env["res.partner"].sudo().browse)
        for partner, kinds in said.items():
            if missing := frozenset(kind for kind in kinds if not partner[kind]):
                alike[missing] |= partner
        for missing, partners in alike.items():
            partners.write(dict.fromkeys(missing, True))

    def _kind(self):
        """What the role makes of its party."""
        joins = self.role_id.joins
        if joins == "any":
            joins = "counterparty" if self.party_id.is_company else "contact"
        return f"is_{joins}"

    def action_make_default(self):
        """The link becomes the default of its client and role; the present default makes room.

        Two users at once: one of them gets what he asked for, the other is told to look again.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "current":
            raise UserError(
                self.env._(
                    "%(party)s is not “%(role)s” of %(client)s today (%(days)s): only a present "
                    "one can be the default.",
                    **self.sudo()._told_values(),
                )
            )
        if self.is_default:
            return True
        siblings = self._siblings()
        rivals = siblings.filtered(lambda link: link.is_default and link._meets(self))
        present = rivals.filtered(lambda link: link.state == "current")[:1].id
        if (self.env.context.get("seen_default_id", present) or False) != present:
            raise UserError(self._sentence_meanwhile())
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # All of them: who chooses among them at the same time meets the same rows.
                siblings.lock_for_update(allow_referencing=True)
                rivals.is_default = False
                rivals.flush_recordset(["is_default"])
                self.is_default = True
                self.flush_recordset(["is_default"])
        except (LockError, errors.SerializationFailure) as error:
            raise UserError(self._sentence_meanwhile()) from error
        return True

    def _siblings(self):
        """All links of the same client, role and company, itself too."""
        return self.search(
            Domain.AND(
                [(name, "=", self[name].id)] for name in ("client_id", "role_id", "company_id")
            )
        )

    def _meets(self, other):
        """Whether there is a day on which both hold."""
        return not (
            (self.date_end and other.date_start and self.date_end < other.date_start)
            or (other.date_end and self.date_start and other.date_end < self.date_start)
        )

    def _sentence_meanwhile(self):
        return self.env._(
            "Somebody else has just changed the default “%(role)s” of %(client)s. Look at it "
            "again, then choose.",
            **self.sudo()._told_values(),
        )

    def action_end(self):
        """Yesterday was the last day. What would only begin later is taken away."""
        self.check_access("write")
        future = self.filtered(lambda link: link.state == "future")
        yesterday = fields.Date.subtract(fields.Date.context_today(self), days=1)
        for link in self - future:
            # Begun today: its first day is its last.
            last = max(yesterday, link.date_start) if link.date_start else yesterday
            if not link.date_end or link.date_end > last:
                link.date_end = last
        future.unlink()
        return True
