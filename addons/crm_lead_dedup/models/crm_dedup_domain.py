# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.domains import FREE_MAIL, FREE_MAIL_BRANDS
from ..tools.websites import ascii_domain


class CrmDedupDomain(models.Model):
    """A domain of free mail, where an address says nothing of the company; or an exception."""

    _name = "crm.dedup.domain"
    _description = "Mail Domain"
    _inherit = ["crm.address.list"]

    name = fields.Char(string="Domain", help="Like “gmail.com”, or “yahoo” for all countries.")
    use = fields.Selection(
        [
            ("free", "Free mail"),
            ("brand", "Free mail in every country"),
            ("company", "A company's own"),
        ],
        string="Counts As",
        required=True,
        default="free",
        help="Free mail: anybody may have an address there, so two people who do are not "
        "colleagues. A company's own: the exception, for a domain that another row or brand "
        "would make free mail.",
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "This domain is in the list already.")

    @api.model
    def _shipped(self):
        rows = [{"name": name, "use": "free"} for name in sorted(FREE_MAIL)]
        rows += [{"name": name, "use": "brand"} for name in sorted(FREE_MAIL_BRANDS)]
        return super()._shipped() + rows

    @api.model
    def _normalised_name(self, vals):
        name = vals["name"].strip().rpartition("@")[2]
        if vals["use"] == "brand":
            # A brand is the first part of any domain that carries it.
            domain = ascii_domain(f"{name}.com") if "." not in name else None
            known = domain and domain.removesuffix(".com")
        else:
            known = ascii_domain(name)
        if not known:
            raise ValidationError(
                self.env._(
                    "“%(name)s” is not a mail domain. Write it like “gmail.com”, or, for all "
                    "countries, only its first part, like “yahoo”.",
                    name=vals["name"],
                )
            )
        return known

    def _cards_concerned(self):
        """Companies that are, or would be, known by their mail's domain."""
        ends = Domain.OR(
            Domain("email_normalized", "=like", f"%{before}{row._pattern()}")
            for row in self
            for before in ("@", ".")
        )
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return partners.search(Domain("is_company", "=", True) & ends, order="id")

    def _pattern(self):
        """The end of addresses that this row is about, for ``=like``."""
        name = self.name.replace("_", r"\_").replace("%", r"\%")
        return f"{name}.%" if self.use == "brand" else name
