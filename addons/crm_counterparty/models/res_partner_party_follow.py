# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Links stay right when a partner moves to another company or is deleted.

    Another parent changes no link: whom somebody works for is one thing, for whom he acts another.
    An archived party keeps its links; nothing offers it until it is back.
    """

    _inherit = "res.partner"

    def write(self, vals):
        """Links follow a partner into another company."""
        # Core writes the company of children from within the write of their parent: links are
        # looked at once, when all are there.
        if "company_id" not in vals or self.env.context.get("party_links_follow"):
            return super().write(vals)
        everyone = self.sudo().with_context(active_test=False)
        everyone = everyone.search(Domain("id", "child_of", self.ids))
        before = {partner: partner.company_id for partner in everyone}
        result = super(ResPartner, self.with_context(party_links_follow=True)).write(vals)
        moved = {
            partner: company for partner, company in before.items() if partner.company_id != company
        }
        if moved:
            self.env["crm.party.link"]._follow_company(moved)
        return result

    def unlink(self):
        """Who hung together with them reads that they are gone."""
        told = self._party_farewells()
        result = super().unlink()
        self.union(*told)._message_log_batch({stays.id: body for stays, body in told.items()})
        return result

    def _party_farewells(self):
        """``{partner that stays: what he is told}`` of the parties and clients that go."""
        links = self.env["crm.party.link"].sudo()
        around = Domain("client_id", "in", self.ids) | Domain("party_id", "in", self.ids)
        told = {}
        for link in links.search(around & Domain("state", "in", ["current", "future"])):
            for gone, stays in (
                (link.client_id, link.party_id),
                (link.party_id, link.client_id),
            ):
                if gone in self and stays not in self:
                    line = self.env._(
                        "%(gone)s was deleted. Link: “%(role)s” of %(client)s, %(days)s.",
                        gone=gone.display_name,
                        **link._told_values(),
                    )
                    told[stays] = told.get(stays, Markup()) + Markup("<div>%s</div>") % line
        return told
