# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from .crm_card_mixin import left_unread
from .crm_card_rule import KINDS


class ResPartner(models.Model):
    """Clients, counterparties and contact persons have a completeness score."""

    _name = "res.partner"
    _inherit = ["res.partner", "crm.card.mixin"]

    @api.model
    def _card_kind_depends(self):
        return [
            *super()._card_kind_depends(),
            "is_client",
            "is_counterparty",
            "is_contact",
            "is_other_partner",
            # Of whom nobody said anything counts as a client when he bought or has a deal.
            "customer_rank",
            "every_deal_ids.type",
        ]

    @api.model
    def _card_team_depends(self):
        return ["user_id.sale_team_id"]

    def _card_kinds(self):
        everything = self.with_context(active_test=False)
        with left_unread(everything.env, [self._fields["every_deal_ids"]]):
            clients = set(everything.filtered_domain(self._client_domain())._ids)
        return {
            partner: tuple(
                kind
                for kind, holds in (
                    ("client", partner.id in clients),
                    ("counterparty", partner.is_counterparty),
                    ("contact", partner.is_contact),
                )
                if holds
            )
            for partner in self
        }

    def _card_team(self):
        return self.user_id.sale_team_id

    @api.private
    def _score_anew(self):
        """Have the scores of these contacts and of all cards that refer to them computed anew.

        For who changed by SQL what refers to them: a merge, its undoing.
        """
        self._schedule_score()
        for model_name in KINDS:
            cards = self.env[model_name].sudo().with_context(active_test=False)
            first = {path.split(".")[0] for path in cards._card_depends()}
            referring = [
                name
                for name in sorted(first)
                if cards._fields[name].type == "many2one"
                and cards._fields[name].comodel_name == self._name
                and cards._fields[name].store
            ]
            domain = Domain.OR(Domain(name, "in", self.ids) for name in referring)
            cards.search(domain)._schedule_score()
