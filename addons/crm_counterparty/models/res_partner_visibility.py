# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .ir_rule_visibility import without_hidden_clients


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
