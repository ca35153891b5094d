# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .conflicts import conflicts_told


class CrmPartyRequisite(models.Model):
    """A number or code of a party for which core has no field.

    A wrong value is explained while it is typed and refused when it is saved. What was there
    before the check stays: only values that are new are refused.
    """

    _name = "crm.party.requisite"
    _description = "Requisite of a Party"
    _rec_name = "value"
    _order = "type_sequence, id"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    type_id = fields.Many2one("crm.requisite.type", required=True, index=True, ondelete="restrict")
    type_sequence = fields.Integer(related="type_id.sequence", store=True)
    type_note = fields.Text(related="type_id.note")
    value = fields.Char(index=True)
    problem = fields.Text(compute="_compute_problem", string="What is Wrong")

    _type_uniq = models.Constraint(
        "UNIQUE(partner_id, type_id)",
        "This contact has a requisite of this type already: change that one.",
    )

    @api.depends(
        "value",
        "type_id",
        "partner_id.country_id",
        "partner_id.is_company",
        "partner_id.is_sole_trader",
        "partner_id.vat",
        "partner_id.company_registry",
    )
    def _compute_problem(self):
        parties = self.partner_id._requisite_parties()
        for requisite in self:
            kind, party = requisite.type_id, parties[requisite.partner_id]
            requisite.problem = kind._check_value(requisite.value, party)[1] if kind else False

    @api.model_create_multi
    def create(self, vals_list):
        """Accept only right values, and say on the contact what is new."""
        requisites = super().create(vals_list)
        requisites._accept_new_values()
        requisites._log_changes({})
        return requisites

    def write(self, vals):
        """Accept only right values among those that change; what was there before stays."""
        concerned = {"value", "type_id", "partner_id"} & set(vals)
        if not concerned or self.env.context.get("requisite_accepted"):
            return super().write(vals)
        before = {requisite: (requisite.type_id, requisite.value) for requisite in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda requisite: (requisite.type_id, requisite.value) != before[requisite]
        )
        changed._accept_new_values()
        changed._log_changes(before)
        return result

    def unlink(self):
        """Say on the contact what is gone."""
        self._log_changes({}, gone=True)
        return super().unlink()

    def _create(self, data_list):
        with conflicts_told(self):
            return super()._create(data_list)

    def _write_multi(self, vals_list):
        with conflicts_told(self):
            return super()._write_multi(vals_list)

    def _accept_new_values(self):
        """Refuse wrong values; bring right ones into the form in which they are printed."""
        parties = self.partner_id._requisite_parties()
        refused = []
        for requisite in self:
            kind = requisite.type_id
            value, problem = kind._check_value(requisite.value, parties[requisite.partner_id])
            if not value:
                problem = self.env._("%(label)s is empty: remove the line.", label=kind.name)
            if problem and (kind.is_refused or not value) and not self._is_unchecked():
                refused.append(
                    self.env._(
                        "%(name)s, %(label)s %(value)s: %(problem)s",
                        name=requisite.partner_id.display_name,
                        label=kind.name,
                        value=requisite.value or "",
                        problem=problem,
                    )
                )
            elif value != requisite.value:
                requisite.with_context(requisite_accepted=True).value = value
        if refused:
            raise ValidationError("\n".join(refused))

    def _is_unchecked(self):
        """Whether values come from a system that has the last word, as core asks for its own."""
        return bool(self.env.context.get("no_vat_validation"))

    def _log_changes(self, before, *, gone=False):
        """Say on the contacts what changed: one note a contact."""
        if self.env.context.get("tracking_disable") or self.env.context.get("mail_notrack"):
            return
        lines = defaultdict(list)
        for requisite in self:
            kind, old = before.get(requisite, (requisite.type_id, False))
            now = False if gone else requisite.value
            if gone:
                old = requisite.value
            lines[requisite.partner_id].append(
                Markup("%s: %s → %s") % (kind.name, old or "–", now or "–")
            )
        if lines:
            partners = self.env["res.partner"].concat(*lines)
            partners._message_log_batch(
                {partner.id: Markup("<br/>").join(said) for partner, said in lines.items()}
            )

    @api.model
    def _of_partners(self, partners):
        """``{partner: requisites}`` of saved partners, in one query."""
        found = self.search(Domain("partner_id", "in", partners.ids)).grouped("partner_id")
        return {partner: found.get(partner, self.browse()) for partner in partners}
