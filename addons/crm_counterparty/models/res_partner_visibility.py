# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .ir_rule_visibility import (
    hidden_clients_shown,
    with_hidden_clients,
    without_hidden_clients,
)

LISTS = ("one2many", "many2many")


class ResPartner(models.Model):
    """Hidden clients: the column by which the record rule tells who sees a partner."""

    _inherit = "res.partner"

    # No index: the rule keeps most rows or is one condition more on few; writing would pay for it.
    client_guard_id = fields.Many2one(
        "crm.client.guard",
        "Seen By",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Empty: everybody sees this contact.",
    )

    is_handed_over = fields.Boolean(
        compute="_compute_is_handed_over",
        help="Read for the last time, by whoever has just given the client to another team.",
    )

    @api.depends_context("crm_hidden_clients_shown")
    def _compute_is_handed_over(self):
        self.is_handed_over = hidden_clients_shown(self.env)

    @api.model
    def _guarding_fields(self):
        """The fields whose change may hide or show a partner, or somebody who depends on it."""
        return {
            "user_id",
            "company_id",
            "parent_id",
            "is_company",
            "company_type",
            "is_client",
            "is_counterparty",
            "is_contact",
            "is_other_partner",
        }

    @api.model_create_multi
    def create(self, vals_list):
        """A new partner may belong to a hidden client."""
        partners = super().create(vals_list)
        if self.env["crm.team"]._has_hidden_clients():
            # from what they became: a default may have put somebody in charge
            served = partners.sudo().filtered(lambda partner: partner.user_id or partner.parent_id)
            served._refresh_client_guards()
        return partners

    def write(self, vals):
        """Another person in charge, company or kind may hide or show a partner."""
        result = super().write(vals)
        if vals.keys() & self._guarding_fields():
            self._refresh_client_guards()
        return result

    def web_save(self, vals, specification, next_id=None):
        """Core's; who gives a client to people who hide theirs is shown what he saved."""
        if next_id or self.env.user._sees_all_clients():
            return super().web_save(vals, specification, next_id=next_id)
        saved = super().web_save(vals, {})
        return self.browse(row["id"] for row in saved)._read_saved(specification)

    def web_save_multi(self, vals_list, specification):
        """The same, for many clients in a list."""
        if self.env.user._sees_all_clients():
            return super().web_save_multi(vals_list, specification)
        super().web_save_multi(vals_list, {})
        return self._read_saved(specification)

    def _read_saved(self, specification):
        """What the views show after saving. Of whom the user does not see any more, he reads
        their own fields once more: nothing that he did not know, and of others the names only.
        """
        given = with_hidden_clients(self._hidden_from_user()).with_context(bin_size=True)
        kept = (self - given).with_context(bin_size=True)
        kinds = {name: self._fields[name].type for name in specification}
        name_only = {"many2one": {"fields": {"display_name": {}}}}
        own = {name: name_only.get(kind, {}) for name, kind in kinds.items() if kind not in LISTS}
        lists = {name: [] for name, kind in kinds.items() if kind in LISTS}
        rows = kept.web_read(specification) if kept else []
        rows += [row | lists for row in given.web_read(own)] if given else []
        return sorted(rows, key=lambda row: self._ids.index(row["id"]))

    def unlink(self):
        """The parties of a deleted client belong to their other clients only."""
        parties = self.browse()
        if self.env["crm.team"]._has_hidden_clients():
            parties = self.sudo().party_link_ids.party_id - self
        result = super().unlink()
        parties._refresh_client_guards()
        return result

    @api.private
    def _hidden_from_user(self):
        """Those of these partners that the user does not see."""
        if not self or self.env.su or self.env.user._sees_all_clients():
            return self.browse()
        mine = without_hidden_clients(self._origin)
        return mine - mine._filtered_access("read")

    @api.private
    def _refresh_client_guards(self):
        """Who sees these partners is found anew; also for code that wrote past the ORM."""
        if self and self.env["crm.team"]._has_hidden_clients():
            self.env["crm.client.guard"].sudo()._refresh(
                SQL("SELECT unnest(%s::int[])", list(self.ids))
            )
