# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

WIZARD = "base.partner.merge.automatic.wizard"


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "crm.dedup.merge.mixin"]

    merged_into_id = fields.Many2one(
        "res.partner",
        string="Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The contact that stands for this one since they were merged.",
    )
    merge_ids = fields.One2many(
        "res.partner",
        "merged_into_id",
        string="Merged contacts",
        readonly=True,
        context={"active_test": False},
    )

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------

    @api.model
    def _merge_blockers(self, survivor, others):
        reasons = super()._merge_blockers(survivor, others)
        companies = self.env["res.company"].search([("partner_id", "in", others.ids)])
        if own := companies.partner_id:
            reasons.append(
                self.env._(
                    "%(names)s: the card of a company of this database cannot be merged into"
                    " another one.",
                    names=", ".join(own.mapped("display_name")),
                )
            )
        return (
            reasons
            + self._merge_user_blockers(survivor, others)
            + self._merge_family(survivor | others)
        )

    @api.model
    def _merge_user_blockers(self, survivor, others):
        """The system and the public user, several logins, logins of colleagues."""
        reasons = []
        cards = (survivor | others).with_context(active_test=False)
        special = self.env.ref("base.group_public").with_context(active_test=False).user_ids
        special |= self.env.ref("base.user_root")
        if others & special.partner_id:
            reasons.append(
                self.env._("The card of the system or of the public user cannot be merged.")
            )
        users = cards.user_ids.filtered("active")
        if len(users) > 1:
            reasons.append(
                self.env._(
                    "Several of the cards have a login: %(logins)s. Archive all but one of these"
                    " users first.",
                    logins=", ".join(users.mapped("login")),
                )
            )
        inside = users.filtered(lambda user: not user.share)
        if inside and not self.env.user.has_group("base.group_erp_manager"):
            reasons.append(
                self.env._(
                    "The card of a colleague can only be merged by who manages access rights."
                )
            )
        return reasons

    @api.model
    def _merge_family(self, cards):
        """A card and what it belongs to are two things, whatever their names."""
        above = self.browse()
        for card in cards:
            while (card := card.parent_id) and card not in above:
                above |= card
        if cards & above:
            return [self.env._("A contact cannot be merged with the company it belongs to.")]
        return []

    def _merge_rank(self):
        """The users' own company, then who has a login, then who others belong to."""
        own = self.env["res.company"].search_count([("partner_id", "=", self.id)])
        return 4 * bool(own) + 2 * bool(self.user_ids) + bool(self.child_ids)

    # ------------------------------------------------------------------
    # Core's own steps, so that what modules add to them happens
    # ------------------------------------------------------------------

    def _merge_wizard(self):
        return self.env[WIZARD].new()

    def _merge_note(self, others):
        """Core's note on the surviving contact."""
        self._merge_wizard()._log_merge_operation(others, self)

    def _merge_move(self, others):
        """Through core's steps, below which our mover waits (see the wizard)."""
        wizard = self._merge_wizard()
        wizard._merge_bank_accounts(others, self)
        wizard._update_foreign_keys(others, self)
        wizard._update_reference_fields(others, self)

    def _merge_write_values(self, others, choices):
        """Core fills what is empty and adds up what modules want added; then the choices."""
        result = super()._merge_write_values(others, choices)
        summed = set(self._merge_wizard()._get_summable_fields())
        proposals = self._merge_proposals(others)
        # The last one wins in core's step: the best of the others comes last.
        self._merge_wizard()._update_values(others[::-1], self)
        chosen = {name: card for name, card in proposals.items() if name not in summed}
        values = {}
        for name, card in {**chosen, **choices}.items():
            value = self.browse(card)[name] if card else False
            values[name] = self._fields[name].convert_to_write(value, self)
        self.write(values)
        if not all(card.company_id for card in self | others):
            # One that all companies share is needed by all of them.
            self.with_context(crm_dedup_merging=False).write({"company_id": False})
        self.env.flush_all()
        return result

    def write(self, vals):
        """In a merge only what really changes is written, and a shared card stays shared."""
        if self.env.context.get("crm_dedup_merging") and len(self) == 1:
            vals = self._merge_changes(vals)
            if not vals:
                return True
        return super().write(vals)
