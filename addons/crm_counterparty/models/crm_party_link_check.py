# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .conflicts import conflicts_told

# What PostgreSQL tells of a conflict: "Key (…)=([5,6), [2,3), …, [2026-01-01,)) conflicts with
# existing key (…)=(…, [2025-01-01,2026-02-01))."; its words depend on the server's language.
KEY_IDS = re.compile(r"\[(\d+),\d+\)")
LAST_DAYS = re.compile(r"([\[(][\d-]*,[\d-]*\))\)\D*$")


class CrmPartyLink(models.Model):
    """What a link must be, and the sentences a user reads when it is not.

    The database has the last word, because two users may write at once; what it tells is turned
    into a sentence with names.
    """

    _inherit = "crm.party.link"

    def _create(self, data_list):
        with conflicts_told(self):
            return super()._create(data_list)

    def _write_multi(self, vals_list):
        with conflicts_told(self):
            return super()._write_multi(vals_list)

    @api.constrains("client_id", "party_id")
    def _check_self(self):
        for link in self:
            if link.client_id == link.party_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be a party of itself. If documents are made out on the "
                        "client itself, mark it as a counterparty; it needs no link.",
                        name=link.client_id.display_name,
                    )
                )

    @api.constrains("party_id", "role_id")
    def _check_role(self):
        for link in self.sudo():
            if link.role_id.joins == "contact" and link.party_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%(party)s is a company, but “%(role)s” is a role of persons. Choose the "
                        "person, or another role.",
                        party=link.party_id.display_name,
                        role=link.role_id.name,
                    )
                )

    @api.constrains("client_id", "party_id", "company_id")
    def _check_companies(self):
        for link in self.sudo():
            for partner in (link.client_id, link.party_id):
                own = partner.company_id
                # A branch may use the cards of the company it belongs to.
                if own and own not in link.company_id.parent_ids:
                    raise ValidationError(
                        self.env._(
                            "%(partner)s belongs to the company %(own)s, so its links with "
                            "clients and parties belong there too. Choose a party of that "
                            "company or one that all companies share.",
                            partner=partner.display_name,
                            own=own.display_name,
                        )
                    )

    @api.model
    def _sentence_same(self, diag):
        told = self._told_by(diag, ("client_id", "party_id", "role_id", "company_id"))
        if not told:
            return self.env._(
                "This party has this role at this client already, in days that overlap."
            )
        return self.env._(
            "%(party)s is “%(role)s” of %(client)s already (%(days)s). Change that link, or end "
            "it before the new one begins.",
            **told,
        )

    @api.model
    def _sentence_default(self, diag):
        told = self._told_by(diag, ("client_id", "role_id", "company_id"))
        if not told:
            return self.env._("A client has one default for each role and day: untick one of two.")
        return self.env._(
            "%(party)s is the default “%(role)s” of %(client)s already (%(days)s). To change the "
            "default, press the star of the other party; or end that link first.",
            **told,
        )

    @api.model
    def _told_by(self, diag, columns):
        """Names of the link that stands in the way, as PostgreSQL tells it; none when the two
        were to be written together, or it is gone again.
        """
        detail = (diag and diag.message_detail) or ""
        ids, days = KEY_IDS.findall(detail), LAST_DAYS.search(detail)
        if len(ids) < len(columns) or not days:
            return {}
        same = SQL(" AND ").join(
            SQL("COALESCE(%s, 0) = %s", SQL.identifier(column), int(value))
            for column, value in zip(columns, ids, strict=False)
        )
        query = SQL(
            """SELECT id FROM crm_party_link
                WHERE %s AND daterange(date_start, date_end, '[]') = %s::daterange
             ORDER BY is_default DESC NULLS LAST, id LIMIT 1""",
            same,
            days[1],
        )
        if told := self._told_of(query):
            return told
        # Made meanwhile by somebody else: this transaction does not see it.
        with self.env.registry.cursor() as cr:
            return self.with_env(self.env(cr=cr))._told_of(query)

    @api.model
    def _told_of(self, query):
        links = self.sudo().browse(row[0] for row in self.env.execute_query(query))
        return links._told_values() if links else {}

    def _told_values(self):
        return {
            "party": self.party_id.display_name,
            "role": self.role_id.name,
            "client": self.client_id.display_name,
            "days": self._days(),
        }

    def _days(self):
        """Its period in words."""
        start, end = (
            self.env["ir.qweb.field.date"].value_to_html(day, {}) if day else ""
            for day in (self.date_start, self.date_end)
        )
        if start and end:
            return self.env._("from %(start)s until %(end)s", start=start, end=end)
        if start:
            return self.env._("since %(start)s", start=start)
        return self.env._("until %(end)s", end=end) if end else self.env._("without end")
