# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .res_partner_requisites import CORE_FIELDS


class ResPartner(models.Model):
    """Wrong numbers in fields of core: refused where the administrator wants it.

    As delivered they are only warned of; core's own check is asked before and stays what it is.
    """

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse wrong numbers where a type says so."""
        partners = super().create(vals_list)
        written = {name for vals in vals_list for name in CORE_FIELDS if vals.get(name)}
        partners._refuse_core_requisites(written)
        return partners

    def write(self, vals):
        """Refuse wrong numbers where a type says so and the number is another than before."""
        written = {name for name in CORE_FIELDS if vals.get(name)}
        if not written:
            return super().write(vals)
        before = {partner: [partner[name] for name in CORE_FIELDS] for partner in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda partner: [partner[name] for name in CORE_FIELDS] != before[partner]
        )
        changed._refuse_core_requisites(written)
        return result

    def _refuse_core_requisites(self, written):
        if not self or not written or self.env.context.get("no_vat_validation"):
            return
        refused = self.env["crm.requisite.type"].search(
            Domain("partner_field", "in", sorted(written)) & Domain("is_refused", "=", True)
        )
        if not refused:
            return
        types, parties = self._requisite_types(), self._requisite_parties()
        problems = [
            self.env._(
                "%(name)s, %(label)s %(value)s: %(problem)s",
                name=partner.display_name,
                label=kind.name,
                value=partner[kind.partner_field],
                problem=problem,
            )
            for partner in self
            for kind in types[partner] & refused
            if (partner[kind.partner_field] or "/") != "/"
            and (problem := kind._check_value(partner[kind.partner_field], parties[partner])[1])
        ]
        if problems:
            raise ValidationError("\n".join(problems))
