# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools.linkage.rules import Comparison, Rules
from .crm_dedup_rule import OWN_KINDS, SHIPPED, WEIGHTS


class CrmDedupRule(models.Model):
    """The comparisons as the engine takes them; every change acts at once."""

    _inherit = "crm.dedup.rule"

    # ------------------------------------------------------------------
    # Every change acts at once
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Shipped comparisons get the engine's weights, others a code from their fields."""
        for vals in vals_list:
            shipped = SHIPPED.get((vals.get("code"), vals.get("subject", "all")))
            if shipped:
                for name in WEIGHTS:
                    vals.setdefault(name, getattr(shipped, name))
            else:
                vals["code"] = self._own_code(vals)
        with self._acting_at_once():
            return super().create(vals_list)

    def write(self, vals):
        """Change weights or fields; what was normalised otherwise is normalised anew."""
        with self._acting_at_once():
            result = super().write(vals)
            if {"lead_field_id", "partner_field_id"}.intersection(vals):
                for rule in self.filtered(lambda rule: not rule.is_shipped):
                    rule.code = self._own_code(
                        {name: rule[name].id for name in ("lead_field_id", "partner_field_id")}
                    )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        if any(rule.is_shipped for rule in self):
            raise UserError(
                self.env._(
                    "Comparisons that came with the add-on can be switched off, not deleted."
                )
            )

    def unlink(self):
        """Delete comparisons of the user's own."""
        with self._acting_at_once():
            return super().unlink()

    def action_restore(self):
        """The weights as they came with the add-on."""
        for rule in self.filtered("is_shipped"):
            rule.write({name: getattr(rule._shipped(), name) for name in WEIGHTS})
        return True

    def action_propose(self):
        """Weights from what people decided, to be looked at before they are applied."""
        return self.env["crm.dedup.proposal"].action_propose()

    @api.model
    def _own_code(self, vals):
        """Key of a comparison of own fields: another field is another comparison."""
        names = self.env["ir.model.fields"].sudo()
        parts = [
            names.browse(vals.get(link)).name or ""
            for link in ("lead_field_id", "partner_field_id")
        ]
        return "own:" + "/".join(parts)

    @contextmanager
    def _acting_at_once(self):
        """Forget the cached rules after a change, and tell the engine when cards are read anew."""
        before = self._rules().version
        yield
        self.env.flush_all()
        self.env.registry.clear_cache()
        if self._rules().version != before:
            self._normalising_changed()

    @api.model
    def _normalising_changed(self):
        """Cards are to be normalised otherwise than before. Hook of the engine."""

    # ------------------------------------------------------------------
    # For the engine
    # ------------------------------------------------------------------

    @api.model
    @api.private
    @ormcache()
    def _rules(self):
        """All comparisons, thresholds and lists as plain ``tools.linkage.rules.Rules``; cached."""
        # By id: in this order profiles are stored; the sequence is for people only.
        rows = self.sudo().with_context(active_test=False).search(Domain.TRUE, order="id")
        setting = self.env["crm.dedup.setting"]._get()
        return Rules(
            comparisons=tuple(row._comparison() for row in rows),
            review=setting.review,
            automatic=setting.automatic,
            prior=setting.prior,
            lists=self.env["crm.address.list"]._lists(),
        )

    def _comparison(self):
        self.ensure_one()
        return Comparison(
            field=self.code,
            kind=self.kind,
            active=self.active,
            subject="" if self.subject == "all" else self.subject,
            models=() if self.use == "all" else (self.use,),
            **{name: self[name] for name in WEIGHTS},
        )

    @api.model
    @api.private
    @ormcache("model_name")
    def _own_fields(self, model_name):
        """``{key of the record: name of the field}`` of what rules compare beside the built-in.

        :param model_name: ``crm.lead`` or ``res.partner``
        """
        link = "lead_field_id" if model_name == "crm.lead" else "partner_field_id"
        active = self.sudo().with_context(active_test=True)
        own = active.search([(link, "!=", False), ("kind", "in", list(OWN_KINDS))])
        return {rule.code: rule[link].name for rule in own}

    @api.model
    @api.private
    @ormcache("self.env.lang")
    def _labels(self):
        """``{key: name}`` of all comparisons in the reader's language."""
        return {
            rule.code: rule.name for rule in self.sudo().with_context(active_test=False).search([])
        }
