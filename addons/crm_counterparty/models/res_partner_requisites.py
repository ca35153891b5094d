# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command

from ..tools.requisites.party import Party

CORE_FIELDS = ("vat", "company_registry")


class ResPartner(models.Model):
    """Legal and payment requisites: what the law of a party's country wants on a document."""

    _inherit = "res.partner"

    is_sole_trader = fields.Boolean(
        "Sole Trader", tracking=True, help="A person in business: other numbers than a company."
    )
    requisite_ids = fields.One2many("crm.party.requisite", "partner_id", "Requisites")
    requisite_offer = fields.Boolean(
        "Show what is still empty", store=False, help="Adds a line for each missing requisite."
    )
    requisite_type_ids = fields.Many2many(
        "crm.requisite.type", compute="_compute_requisite_sheet", string="Requisites to Offer"
    )
    requisite_missing = fields.Char(
        compute="_compute_requisite_sheet", string="Requisites still Missing"
    )
    requisite_problem = fields.Text(
        compute="_compute_requisite_sheet", string="What is Wrong with the Requisites"
    )
    requisite_vat_label = fields.Char(compute="_compute_requisite_sheet")
    requisite_registry_label = fields.Char(compute="_compute_requisite_sheet")

    @api.depends(
        "country_id",
        "is_company",
        "is_sole_trader",
        "vat",
        "company_registry",
        "requisite_ids.type_id",
        "requisite_ids.value",
    )
    def _compute_requisite_sheet(self):
        types = self._requisite_types()
        parties = self._requisite_parties()
        for partner in self:
            wanted, party = types[partner], parties[partner]
            own = wanted.filtered(lambda kind: not kind.partner_field)
            partner.requisite_type_ids = own
            missing = own.filtered("is_expected") - partner._filled_requisites().type_id
            missing |= wanted.filtered(
                lambda kind, partner=partner: (
                    kind.partner_field and kind.is_expected and not partner[kind.partner_field]
                )
            )
            partner.requisite_missing = ", ".join(missing.sorted("sequence").mapped("name"))
            kept = {kind.partner_field: kind for kind in wanted if kind.partner_field}
            problems = [
                kept[name]._check_value(partner[name], party)[1]
                for name in CORE_FIELDS
                if name in kept and partner[name] != "/"
            ]
            partner.requisite_problem = "\n".join(filter(None, problems))
            partner.requisite_vat_label = kept["vat"].name if "vat" in kept else partner.vat_label
            partner.requisite_registry_label = (
                kept["company_registry"].name
                if "company_registry" in kept
                else partner.company_registry_label
            )

    @api.onchange("requisite_offer", "country_id", "is_company", "is_sole_trader")
    def _onchange_requisite_offer(self):
        """Lines for what the party's country wants, gone again when they stay empty."""
        filled = self._filled_requisites()
        lines = [Command.unlink(line.id) for line in self.requisite_ids - filled]
        if self.requisite_offer:
            missing = self.requisite_type_ids.filtered("is_expected") - filled.type_id
            lines += [Command.create({"type_id": kind._origin.id}) for kind in missing]
        if lines:
            self.requisite_ids = lines

    @api.model_create_multi
    def create(self, vals_list):
        """Leave out lines that were offered and stayed empty."""
        for vals in vals_list:
            if "requisite_ids" in vals:
                vals["requisite_ids"] = self._requisite_commands(vals["requisite_ids"], {})
        return super().create(vals_list)

    def write(self, vals):
        """Leave out lines that stayed empty; an import run twice changes lines, adds none."""
        if "requisite_ids" in vals and len(self) == 1:
            known = {line.type_id.id: line.id for line in self.requisite_ids}
            vals = vals | {"requisite_ids": self._requisite_commands(vals["requisite_ids"], known)}
        return super().write(vals)

    @api.model
    def _requisite_commands(self, commands, known):
        """Lines that were offered and stayed empty are none; a line that is emptied is removed.

        A line of a type that is there already changes that one: an import run twice is no error.

        :param known: ``{type id: id of its line}`` of the partner
        """
        lines = []
        for command in commands or []:
            code, line_id, values = (*command, 0, 0)[:3]
            if code == Command.CREATE:
                if not (values.get("value") or "").strip():
                    continue
                line_id = known.get(values.get("type_id"))
                command = Command.update(line_id, values) if line_id else command  # noqa: PLW2901
            elif code == Command.UPDATE and "value" in values and not values["value"]:
                command = Command.delete(line_id)  # noqa: PLW2901
            lines.append(command)
        return lines

    def _filled_requisites(self):
        return self.requisite_ids.filtered(lambda line: (line.value or "").strip())

    def _requisite_kind(self):
        """Which kind of party this is: company, trader or person."""
        self.ensure_one()
        if self.is_sole_trader:
            return "trader"
        return "company" if self.is_company else "person"

    @api.private
    def _requisite_types(self):
        """``{partner: types}`` that matter in his country for his kind of party."""
        keys = {partner: (partner._requisite_kind(), partner.country_id) for partner in self}
        types = self.env["crm.requisite.type"]._for_parties(keys.values())
        return {partner: types[key] for partner, key in keys.items()}

    @api.private
    def _requisite_parties(self):
        """``{partner: Party}``: what the checks need to know of each."""
        return {
            partner: Party(
                partner._requisite_kind(),
                partner.country_id.code or None,
                {name: partner[name] for name in CORE_FIELDS if partner[name]},
            )
            for partner in self
        }
