# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Requisites of contacts that become one.

    Core would delete *all* requisites of the other cards for the sake of one type that both have.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Leave to core only what the card that stays does not have."""
        self._settle_requisites(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _settle_requisites(self, sources, target):
        """One value of a type stays: the target's, else the oldest. Another value is told."""
        requisite_model = self.env["crm.party.requisite"].sudo()
        found = requisite_model._of_partners(sources | target)
        kept = {line.type_id: line for line in found[target]}
        gone, told = requisite_model, []
        for line in requisite_model.concat(*(found[source] for source in sources)).sorted("id"):
            known = kept.setdefault(line.type_id, line)
            if known == line:
                continue
            gone |= line
            if known.value != line.value:
                told.append(Markup("%s: %s") % (line.type_id.name, line.value))
        if not gone:
            return
        gone.with_context(tracking_disable=True).unlink()
        if told:
            title = self.env._("Requisites of merged contacts that differed and were not kept:")
            target._message_log(body=Markup("<br/>").join([title, *told]))
