# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Callable

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.party_links import PartyLink, unify

COLUMNS = {
    "id": "int",
    "client_id": "int",
    "party_id": "int",
    "company_id": "int",
    "date_start": "date",
    "date_end": "date",
    "is_default": "boolean",
    "contract_ref": "text",
    "note": "text",
}


class CrmPartyLink(models.Model):
    """Links of partners that become one, or that move to another company."""

    _inherit = "crm.party.link"

    @api.private
    def _merge_partners(self, sources, target):
        """The links of ``sources`` become links of ``target``, before the partners are merged.

        The same link of several of them becomes one, the target's default stays, nothing else
        is lost. For every code that merges partners: core's wizard calls it too.
        """
        partners = sources.sudo() | target.sudo()
        links = self._links_around(partners)
        numbers = dict.fromkeys(partners.ids, target.id)
        company = target.sudo().company_id

        def becomes(link):
            client, party = (
                numbers.get(side.id, side.id) for side in (link.client_id, link.party_id)
            )
            moved = link.client_id in sources or link.party_id in sources
            touched = target.id in (client, party)
            own = link.company_id or (company if touched else company.browse())
            return {"client": client, "party": party, "company": own.id or 0, "rank": int(moved)}

        links._become(becomes)

    @api.model
    def _links_around(self, partners):
        """All links of these partners, and all others of the clients among them."""
        links = self.sudo()
        own = links.search(
            Domain("client_id", "in", partners.ids) | Domain("party_id", "in", partners.ids)
        )
        return own and links.search(Domain("client_id", "in", (own.client_id | partners).ids))

    def _become(self, becomes: Callable):
        """Write what the links will be, in one statement: nothing collides on the way.

        :param becomes: what changes of a link, as arguments of ``PartyLink``
        """
        before = {link.id: link._as_plain() for link in self}
        kept, _gone = unify(PartyLink(**(before[link.id] | becomes(link))) for link in self)
        remaining = self.browse(link.id for link in kept)
        (self - remaining).unlink()
        changed = [link for link in kept if link != PartyLink(**before[link.id])]
        if not changed:
            return
        self.flush_model()
        rows = zip(*(self._as_row(link) for link in changed), strict=True)
        values = SQL(", ").join(
            SQL("%s::%s[]", list(column), SQL(kind))
            for column, kind in zip(rows, COLUMNS.values(), strict=True)
        )
        names = [SQL.identifier(name) for name in COLUMNS]
        self.env.cr.execute(
            SQL(
                """UPDATE crm_party_link link
                      SET %s, write_uid = %s, write_date = now() AT TIME ZONE 'UTC'
                     FROM unnest(%s) become(%s)
                    WHERE link.id = become.id""",
                SQL(", ").join(SQL("%s = become.%s", name, name) for name in names[1:]),
                self.env.uid,
                values,
                SQL(", ").join(names),
            )
        )
        remaining.invalidate_recordset()
        self.env["res.partner"].invalidate_model(["party_link_ids", "client_link_ids"])
        remaining.party_id._refresh_client_guards()

    def _as_plain(self):
        return {
            "id": self.id,
            "client": self.client_id.id,
            "party": self.party_id.id,
            "role": self.role_id.id,
            "company": self.company_id.id or 0,
            "start": self.date_start or None,
            "end": self.date_end or None,
            "is_default": self.is_default,
            "words": (self.contract_ref or None, self.note or None),
        }

    @api.model
    def _as_row(self, link):
        # A line break has no place in a field of one line.
        contract, note = link.words
        return (
            link.id,
            link.client,
            link.party,
            link.company or None,
            link.start,
            link.end,
            link.is_default,
            contract and ", ".join(contract.split("\n")),
            note,
        )

    @api.private
    def _follow_company(self, before):
        """Partners have another company: their links go there, where the other side may.

        :param before: ``{partner: company}`` as it was; partners that all companies share now
            keep their links as they are
        """
        bound = {partner for partner in before if partner.sudo().company_id}
        partners = self.env["res.partner"].sudo().union(*bound)
        links = self._links_around(partners)
        moves = {}
        for link in links:
            for side, other in (
                (link.client_id, link.party_id),
                (link.party_id, link.client_id),
            ):
                if side in bound and side.company_id not in link.company_id.parent_ids:
                    old = before[side]
                    if link._may_follow(side, other, old):
                        moves[link] = side.company_id.id
        links._become(lambda link: {"company": moves[link]} if link in moves else {})

    def _may_follow(self, side, other, old):
        """Whether the link may go where its side went; a former one may stay behind."""
        company = side.company_id
        shared = not other.company_id or other.company_id in company.parent_ids
        if shared and self.company_id in (old, self.company_id.browse()):
            return True
        if self.state == "ended":
            return False
        raise UserError(
            self.env._(
                "%(partner)s cannot belong to the company %(company)s: elsewhere it is linked "
                "with %(other)s as “%(role)s” (%(days)s). End that link first, or let all "
                "companies share the contact.",
                partner=side.display_name,
                company=company.display_name,
                other=other.display_name,
                role=self.role_id.name,
                days=self._days(),
            )
        )
