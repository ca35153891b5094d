# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmDedupEmployment(models.Model):
    """A person who seems to work at a company: proposed, linked, or told not to.

    Proposals come and go with the phones and addresses of the cards; decisions stay, so that
    nobody is asked twice.
    """

    _name = "crm.dedup.employment"
    _description = "Seems to Work At"
    _order = "employer_id, person_id"
    _rec_name = "person_id"

    person_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="cascade")
    employer_id = fields.Many2one(
        "res.partner",
        string="Company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reasons = fields.Json(readonly=True, help="[[kind, value], …]: what both cards share.")
    reason = fields.Char(compute="_compute_reason", string="Why")
    state = fields.Selection(
        [("proposed", "Proposed"), ("linked", "Linked"), ("dismissed", "Does not work there")],
        default="proposed",
        required=True,
        readonly=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _pair_uniq = models.UniqueIndex(
        "(person_id, employer_id)", "This person and this company are on record already."
    )

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_reason(self):
        for employment in self:
            employment.reason = self._reason_text(employment.reasons or [])

    @api.model
    def _reason_text(self, reasons):
        """Say what two cards share.

        :param reasons: ``[(kind, value), …]``, kinds as of ``crm.identifier`` and ``company``
        """
        kinds = dict(self.env["crm.identifier"]._fields["kind"]._description_selection(self.env))
        kinds["company"] = self.env._("Company name")
        return ", ".join(f"{kinds.get(kind, kind)} {value}" for kind, value in reasons)

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, partners):
        """Put the proposals for some people and companies on record, to be decided one by one.

        :return: the open proposals for them
        """
        proposals = self.sudo()
        old = proposals.search(
            [
                ("state", "=", "proposed"),
                "|", ("person_id", "in", partners.ids), ("employer_id", "in", partners.ids),
            ]
        )  # fmt: skip
        wanted = {}
        for found in self.env["crm.dedup.engine"].works_at(partners).values():
            for one in found:
                wanted[one["person_id"], one["employer_id"]] = [*map(list, one["reasons"])]
        kept = proposals.browse()
        for row in old:
            reasons = wanted.pop((row.person_id.id, row.employer_id.id), None)
            if reasons:
                row.reasons = reasons
                kept += row
        (old - kept).unlink()
        kept += proposals.create(
            [
                {"person_id": person_id, "employer_id": employer_id, "reasons": reasons}
                for (person_id, employer_id), reasons in wanted.items()
            ]
        )
        return kept.sudo(False)

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def action_link(self):
        """These people work there: they become contacts of the company."""
        self._check_decidable()
        for employment in self:
            person, employer = employment.person_id, employment.employer_id
            with self.env["crm.dedup.merge"]._record(employer, person, kind="works_at"):
                person._link_employer(employer)
                employment._decided("linked")
        return self._proposals_changed()

    def action_dismiss(self):
        """They do not work there; they are not proposed again."""
        self._check_decidable()
        return self._decided("dismissed")

    def action_reset(self):
        """Propose again what was told not to work there."""
        self._check_decidable()
        if "linked" in self.mapped("state"):
            raise UserError(self.env._("Take the company off the person's card instead."))
        self.sudo().unlink()
        return self._proposals_changed()

    def _check_decidable(self):
        """Who decides sees both cards and may change the person's."""
        self.check_access("read")
        self.person_id.check_access("write")
        self.employer_id.check_access("read")

    def _decided(self, state):
        self.sudo().write(
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        return self._proposals_changed()

    def _proposals_changed(self):
        """What forms show is counted anew; it hangs on no field of theirs."""
        self.env["res.partner"].invalidate_model(["works_at_count", "works_at_text"])
        return True
