# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.i18n import format_list

SALES = "sales_team.group_sale_salesman"
SHOWN = 3


class ResPartner(models.Model):
    """People of a company who stand on cards of their own, and how they come together."""

    _inherit = "res.partner"

    works_at_count = fields.Integer(compute="_compute_works_at", groups=SALES)
    works_at_text = fields.Char(compute="_compute_works_at", groups=SALES)

    @api.depends("identifier_ids.key", "is_company", "parent_id", "active")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_works_at(self):
        saved = self.filtered(lambda partner: isinstance(partner.id, int))
        found = self.env["crm.dedup.engine"].works_at(saved)
        for partner in self:
            suggestions = found.get(partner, [])
            partner.works_at_count = len(suggestions)
            partner.works_at_text = suggestions and partner._works_at_sentence(suggestions)

    def _works_at_sentence(self, suggestions):
        """Say it in one line: who, and of one also why."""
        other = "person_id" if self.is_company else "employer_id"
        cards = self.browse(one[other] for one in suggestions[:SHOWN])
        names = [card.name or card.display_name for card in cards]
        why = self.env["crm.dedup.employment"]._reason_text(suggestions[0]["reasons"])
        more = len(suggestions) > SHOWN
        style = "standard" if self.is_company else "or"
        values = {
            "count": len(suggestions),
            "names": ", ".join(names) + "…" if more else format_list(self.env, names, style),
            "why": why,
        }
        if not self.is_company:
            return self.env._("Seems to work at %(names)s (%(why)s).", **values)
        if len(suggestions) == 1:
            return self.env._("%(names)s seems to work here (%(why)s).", **values)
        return self.env._("%(count)s people seem to work here: %(names)s.", **values)

    # ------------------------------------------------------------------
    # Buttons of the form
    # ------------------------------------------------------------------

    def action_works_at_review(self):
        """Show the proposals one by one."""
        self.ensure_one()
        proposals = self.env["crm.dedup.employment"]._propose(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_dedup.action_works_at")
        return {**action, "domain": [("id", "in", proposals.ids)]}

    def action_works_at_link(self):
        """Link all that is proposed for this card; of a person there is one company at most."""
        self.ensure_one()
        proposals = self.env["crm.dedup.employment"]._propose(self)
        if not self.is_company and len(proposals) > 1:
            return self.action_works_at_review()
        return proposals.action_link()

    def action_works_at_dismiss(self):
        """None of what is proposed for this card is right."""
        self.ensure_one()
        return self.env["crm.dedup.employment"]._propose(self).action_dismiss()

    # ------------------------------------------------------------------
    # Linking
    # ------------------------------------------------------------------

    def _link_employer(self, employer):
        """Make people contacts of a company, without losing what stands on their cards.

        Core gives a contact the company's address and tax number, and an empty company the
        contact's. A person with another address keeps it (as "Other address"); the person's own
        tax number becomes a further one of the card; what else the company's values replace is
        noted. Phones and e-mails are not touched by core.
        """
        self.check_access("write")
        employer.check_access("read")
        for person in self:
            if person.is_company or (person.parent_id and person.parent_id != employer):
                raise UserError(
                    self.env._("%(name)s belongs to a company already.", name=person.display_name)
                )
            before = person._employment_values()
            person.write(person._employment_changes(employer))
            if before.get("vat") and person.vat != before["vat"]:
                self.env["crm.identifier"]._learn(
                    "res.partner", {person.id: [("tax_number", before["vat"])]}
                )
            person._note_employment(employer, before)

    def _employment_changes(self, employer):
        values = {"parent_id": employer.id}
        own = self._get_address_values()
        if own and own != employer._get_address_values():
            values["type"] = "other"
        if self.vat and not employer.vat:
            # Core would make it the company's.
            values["vat"] = False
        return values

    def _employment_values(self):
        """``{field: shown value}`` of what a new company may replace."""
        names = [*self._commercial_fields(), "company_name"]
        return {
            name: self[name].display_name if self._fields[name].relational else self[name]
            for name in names
            if self[name] and self._fields[name].type not in ("one2many", "many2many")
        }

    def _note_employment(self, employer, before):
        """Put into the log what the company's values have replaced."""
        after = self._employment_values()
        lost = {name: value for name, value in before.items() if after.get(name) != value}
        labels = self.fields_get(list(lost), ["string"])
        lines = Markup("").join(
            Markup("<li>%s: %s</li>") % (labels[name]["string"], value)
            for name, value in lost.items()
            if name in labels
        )
        body = Markup("<p>%s</p>") % self.env._(
            "Linked to %(company)s as a contact.", company=employer.display_name
        )
        if lines:
            body += Markup("<p>%s</p><ul>%s</ul>") % (
                self.env._("Before that the card said:"),
                lines,
            )
        self._message_log(body=body)
