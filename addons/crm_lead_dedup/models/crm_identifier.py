# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import emails, phones, tax_numbers, websites

# Each once, of the best card.
UNKNOWN = """
    SELECT DISTINCT ON (i.kind, COALESCE(i.key, i.value)) i.id
      FROM crm_identifier i
     WHERE i.%(link)s = ANY(%(others)s) AND NOT EXISTS (
           SELECT FROM crm_identifier own
            WHERE own.%(link)s = %(survivor)s AND own.kind = i.kind
              AND COALESCE(own.key, own.value) = COALESCE(i.key, i.value))
     ORDER BY i.kind, COALESCE(i.key, i.value), array_position(%(others)s, i.%(link)s), i.id
"""


class CrmIdentifier(models.Model):
    """A phone, e-mail, tax number or domain by which a card is recognised.

    Rows of origin ``card`` mirror the fields of the card and follow them; rows of origin
    ``request`` were learnt from a request, rows of origin ``manual`` typed by a user. There is
    no unique constraint on purpose: core's partner merge deletes rows on a conflict.
    """

    _name = "crm.identifier"
    _description = "Phone, E-mail or Number of a Card"
    _order = "kind, id"
    _rec_name = "value"

    kind = fields.Selection(
        [
            ("phone", "Phone"),
            ("email", "E-mail"),
            ("tax_number", "Tax number"),
            ("domain", "Company domain"),
        ],
        required=True,
    )
    value = fields.Char(required=True, help="As it is shown: a phone in international format.")
    key = fields.Char(
        readonly=True, help="Normalised form used for recognition; empty when it cannot be read."
    )
    tail = fields.Char(readonly=True, help="The last nine digits of a phone.")
    extension = fields.Char()
    phone_kind = fields.Char(readonly=True, help="Mobile, fixed, toll-free and so on.")
    is_readable = fields.Boolean(compute="_compute_is_readable", search="_search_is_readable")
    origin = fields.Selection(
        [("card", "Field of the card"), ("request", "Request"), ("manual", "Entered by hand")],
        default="manual",
        required=True,
        readonly=True,
    )
    lead_id = fields.Many2one("crm.lead", ondelete="cascade", index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", index="btree_not_null"
    )
    request_id = fields.Many2one(
        "crm.request", string="Learnt from", ondelete="set null", index="btree_not_null"
    )

    _kind_key_idx = models.Index("(kind, key) WHERE key IS NOT NULL")
    _tail_idx = models.Index("(tail) WHERE tail IS NOT NULL")
    # People of a company are found by the domain of their addresses.
    _mail_domain_idx = models.Index(
        "(split_part(key, '@', 2)) WHERE kind = 'email' AND partner_id IS NOT NULL"
    )

    @api.depends("key")
    def _compute_is_readable(self):
        for identifier in self:
            identifier.is_readable = bool(identifier.key)

    def _search_is_readable(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("key", "!=" if True in value else "=", False)

    @api.model_create_multi
    def create(self, vals_list):
        """Normalise what a user or an integrator typed; prepared rows pass as they are."""
        for vals in vals_list:
            if "key" not in vals:
                vals.update(self._normalised(vals))
        return super().create(vals_list)

    def write(self, vals):
        """A changed value gets its key anew."""
        if "value" in vals and "key" not in vals:
            for identifier in self:
                row = {"kind": identifier.kind, **vals}
                super(CrmIdentifier, identifier).write(
                    {**vals, **identifier._normalised(row, identifier._regions())}
                )
            return True
        return super().write(vals)

    def _regions(self):
        """Countries (ISO 3166 codes) in which the card's phones are to be read, best first."""
        self.ensure_one()
        card = self.lead_id or self.partner_id
        return card._identifier_regions()[card.id] if card else self._default_regions()

    @api.model
    def _company_domain(self, email):
        """Domain of a company's mailbox, or False for free mail and what is no address."""
        return emails.company_domain(email, self.env["crm.address.list"]._lists()) or False

    @api.model
    def _unknown_to(self, survivor, others):
        """SQL of the ids of what other cards have that a card does not know, each value once.

        :param others: cards of the same model, the best first
        """
        return SQL(
            UNKNOWN,
            link=SQL.identifier(survivor._identifier_link),
            survivor=survivor.id,
            others=others.ids,
        )

    @api.model
    def _default_regions(self):
        code = self.env.company.country_id.code
        return (code,) if code else ()

    @api.model
    def _normalised(self, vals, regions=None):
        """Values ``value, key, tail, extension, phone_kind`` for ``vals['value']`` of a kind."""
        if regions is None:
            card = self.env["crm.lead"].browse(vals.get("lead_id")) or self.env[
                "res.partner"
            ].browse(vals.get("partner_id"))
            regions = card._identifier_regions()[card.id] if card else self._default_regions()
        return self._identifier_values(vals["kind"], vals["value"], regions)

    @api.model
    def _identifier_values(self, kind, value, regions=()):
        """One prepared row (without its card) for a value as somebody wrote it.

        :param kind: ``phone``, ``email``, ``tax_number`` or ``domain``
        :param value: text, never empty
        :param regions: ISO 3166 codes in which to read it, best first
        :return: dict; ``key`` is False when the value cannot be read
        """
        row = {"kind": kind, "value": value, "key": False}
        if kind == "phone":
            phone = phones.parse_phone(value, regions)
            if phone:
                row = self._phone_values(phone)
        elif kind == "email":
            email = emails.normalize_email(value)
            if email:
                row.update(value=email, key=emails.email_key(email))
        elif kind == "tax_number":
            row["key"] = tax_numbers.normalize_tax_number(value, (regions or (None,))[0]) or False
        else:
            row["key"] = websites.company_host(value) or False
        return row

    @api.model
    def _phone_values(self, phone):
        """Prepared values of a row for a ``tools.phones.Phone``."""
        return {
            "kind": "phone",
            "value": phone.display,
            "key": phone.e164 or False,
            "tail": phone.tail or False,
            "extension": phone.extension or False,
            "phone_kind": phone.kind,
        }
