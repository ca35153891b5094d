# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmDedupEngine(models.AbstractModel):
    """Linking leads to the customer whom they are about."""

    _inherit = "crm.dedup.engine"

    @api.private
    @api.model
    def link(self, leads, partner, channel="manual"):
        """Link leads to a customer; nothing that a lead said itself is lost.

        Core replaces a lead's phone, e-mail, names and address by the customer's. The lead's own
        phones, e-mails, numbers and domain become further ones of the lead, by which it is still
        recognised; names and address go into a note. The customer's card is not written.

        :param leads: ``crm.lead`` records without a customer; who links may change them
        :param partner: the customer; a merged card stands for its survivor, as leads do
        :param channel: a key of ``crm.request.channel``, for the statistics
        :return: ``crm.dedup.merge`` records of kind ``link``, one a lead, that can be undone; of
            leads that have this customer already none
        :raises UserError: when a lead has another customer, or is of another company
        """
        partner.ensure_one()
        leads, partner = leads._merged_survivor(), partner._merged_survivor()
        leads = leads.filtered(lambda lead: lead.partner_id != partner)
        links = self.env["crm.dedup.merge"]
        if not leads:
            return links
        self._check_link(leads, partner)
        self._lock_cards(leads)
        for lead in leads:
            with links._record(lead, partner, kind="link") as link:
                with lead._noting_own_values():
                    lead.write({"partner_id": partner.id})
                self._confirm_match(lead, partner)
            links += link
        self.env["crm.dedup.event"]._log("linked", channel, leads)
        return links.with_env(self.env)

    @api.model
    def _check_link(self, leads, partner):
        leads.check_access("write")
        partner.check_access("read")
        for lead in leads:
            if lead.partner_id:
                raise UserError(
                    self.env._(
                        "%(lead)s belongs to the customer %(customer)s already.",
                        lead=lead.display_name,
                        customer=lead.partner_id.sudo().display_name,
                    )
                )
            if partner.company_id and lead.company_id and partner.company_id != lead.company_id:
                raise UserError(
                    self.env._(
                        "%(lead)s and %(customer)s are of two different companies.",
                        lead=lead.display_name,
                        customer=partner.display_name,
                    )
                )

    @api.model
    def _confirm_match(self, lead, partner):
        """Who links says that they are the same; a scan asks no more."""
        matches = self.env["crm.dedup.match"].sudo()
        matches = matches.search(
            [
                ("left_lead_id", "=", lead.id),
                ("right_partner_id", "=", partner.id),
                ("state", "=", "candidate"),
            ]
        )
        matches.write(
            {
                "state": "confirmed",
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
