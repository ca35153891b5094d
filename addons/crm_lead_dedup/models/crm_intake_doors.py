# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import html2plaintext

from ..tools.channels import known_cards
from ..tools.item import CardIndex
from ..tools.recognition import Decision, decide


class CrmIntake(models.AbstractModel):
    """Leads made by other doors: put on record after the fact, in batch."""

    _inherit = "crm.intake"

    @api.model
    def _record_leads(self, leads, channels, rated):
        """Make one request for each new lead, rate the lead, and note who else it may be.

        :param leads: new leads, made by somebody who may read them or not
        :param channels: the channel of each
        :param rated: for each lead, whether its maker has given a quality
        """
        self = self.sudo()  # noqa: PLW0642 - who may make a lead need not see all cards
        leads = leads.sudo()
        items = [
            self._item_of_lead(lead, channel) for lead, channel in zip(leads, channels, strict=True)
        ]
        stranger = len(items) == 1 and not self._is_any_known(items[0])
        index = CardIndex() if stranger else self._lookup(items)
        families = self._families(leads, index)
        for item, lead in zip(items, leads, strict=True):
            self._compare_lead(item, lead, index, families)
        self._store_requests(items)
        self._link_known(items, leads)
        interest = [
            lead.id
            for item, lead, given in zip(items, leads, rated, strict=True)
            if not given and not lead.partner_id and self._is_interest(item)
        ]
        if interest:
            quiet = self.env["crm.lead"].with_context(tracking_disable=True)
            quiet.browse(interest).lead_quality = "interest"

    @api.model
    def _item_of_lead(self, lead, channel):
        """The values of a lead, read like those of a request. Hook.

        :return: ``tools.item.Item``
        """
        request = {
            "channel": channel,
            "company_id": lead.company_id.id,
            "team_id": lead.team_id.id,
            "values": {
                "name": lead.contact_name,
                "phone": lead.phone,
                "email": lead.email_from,
                "company": lead.partner_name,
                "tax_number": lead.vat,
                "website": lead.website,
                "country": lead.country_id.code,
                "message": html2plaintext(lead.description) if lead.description else "",
                "referrer": lead.referred,
                "utm_source": lead.source_id.name,
                "utm_medium": lead.medium_id.name,
                "utm_campaign": lead.campaign_id.name,
                "language": lead.lang_id.code,
            },
        }
        item = self._prepare_item(request)
        item.lead_id, item.partner_id, item.lead_created = lead.id, lead.partner_id.id, True
        return item

    @api.model
    def _families(self, leads, index):
        """``{partner_id: commercial_partner_id}`` of all customers that were met."""
        if not leads.partner_id:
            return {}
        partners = leads.partner_id | self.env["res.partner"].browse(index.partner_ids())
        return {partner.id: partner.commercial_partner_id.id for partner in partners}

    @api.model
    def _compare_lead(self, item, lead, index, families):
        """Note on the item which other cards carry the lead's identifiers.

        The lead itself, its customer and that customer's people and leads are no others.
        """
        family = families.get(lead.partner_id.id)
        hits = []
        for hit in index.hits(item.company_id, item.all_keys()):
            customer = hit.card.id if hit.card.model == "partner" else hit.card.partner_id
            own = family and families.get(customer) == family
            if hit.card.ref != ("lead", lead.id) and not own:
                hits.append(hit)
        item.phone_is_company_card = any(
            hit.kind == "phone" and hit.card.model == "partner" and hit.card.is_company
            for hit in hits
        )
        found = decide(hits, name=item.name, team_id=item.team_id)
        others = known_cards(found)
        if self._is_to_link(item, lead, found):
            item.partner_id = found.partner_id
            others = tuple(ref for ref in others if ref != ("partner", found.partner_id))
            item.decision = Decision("new", related=others, matched_by=found.matched_by)
        else:
            item.decision = Decision(
                "new", related=others, matched_by=found.matched_by, doubtful=bool(others)
            )

    @api.model
    def _is_to_link(self, item, lead, found):
        """Whether the channel links known people, and recognition is sure who it is."""
        wanted = self._known_action(item) == "new_linked"
        sure = found.partner_id and not found.doubtful and not found.conflict
        return wanted and sure and not lead.partner_id

    @api.model
    def _link_known(self, items, leads):
        """Link the leads whose customer was recognised; they keep what they said themselves."""
        wanted = {}
        for item, lead in zip(items, leads, strict=True):
            if item.partner_id and not lead.partner_id:
                channel = item.request["channel"]
                wanted.setdefault((item.partner_id, channel), []).append(lead.id)
        for (partner_id, channel), lead_ids in wanted.items():
            partner = self.env["res.partner"].browse(partner_id)
            self.env["crm.dedup.engine"].link(leads.browse(lead_ids), partner, channel=channel)
