# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# Deals that one sentence names; the rest is counted.
SHOWN_DEALS = 10


class CrmLead(models.Model):
    """What deals lack, found for many at once and said in words."""

    _inherit = "crm.lead"

    def _missing_at_gates(self, wanted):
        """Return ``{deal: [(requirement, how many are there)]}`` of deals that lack something.

        :param wanted: ``{deal: ids of requirements}``
        """
        ids = {need for needs in wanted.values() for need in needs}
        requirements = self.env["crm.stage.requirement"].sudo()._existing(ids)
        known = requirements.grouped("id")
        counts = requirements._count(self.browse().union(*wanted).sudo())
        missing = {}
        for lead, needs in wanted.items():
            lacking = [
                (need, counts[need, lead])
                for need in (known[need_id] for need_id in needs if need_id in known)
                if counts[need, lead] < need._needed()
            ]
            if lacking:
                missing[lead] = lacking
        return missing

    def _gates_refusal(self, refused):
        """Return what is missing for which deal: a line for each thing, or for each deal."""
        if len(refused) == 1:
            ((lead, lacking),) = refused.items()
            told = self.env._(
                "“%(deal)s” cannot enter “%(stage)s” yet. Still missing:\n%(what)s",
                deal=lead.display_name,
                stage=lead.stage_id.display_name,
                what="\n".join(f"• {words}" for words in self._requirements_words(lacking)),
            )
        else:
            told = self.env._(
                "These deals cannot go on yet. Still missing:\n%(deals)s",
                deals="\n".join(f"• {words}" for words in self._refused_deals(refused)),
            )
        who = self.env._("The leader of the team or a sales manager can move a deal without it.")
        return f"{told}\n\n{who}"

    def _refused_deals(self, refused):
        """Return a line for each of several deals, not for too many."""
        lines = [
            self.env._(
                "%(deal)s (to “%(stage)s”): %(what)s",
                deal=lead.display_name,
                stage=lead.stage_id.display_name,
                what="; ".join(self._requirements_words(lacking)),
            )
            for lead, lacking in list(refused.items())[:SHOWN_DEALS]
        ]
        if len(refused) > SHOWN_DEALS:
            lines.append(self.env._("%(count)s more deals", count=len(refused) - SHOWN_DEALS))
        return lines

    def _requirements_words(self, lacking):
        """Return each thing that is lacking, with how much of it is there."""
        return [
            self.env._(
                "%(what)s (%(count)s of %(needed)s)",
                what=need.display_name,
                count=count,
                needed=need._needed(),
            )
            if need._needed() > 1
            else need.display_name
            for need, count in lacking
        ]

    def _note_passed_gates(self, passing):
        """Note on deals that were moved although something was missing what that was."""
        self.browse().union(*passing)._message_log_batch(
            {
                lead.id: self.env._(
                    "Moved to “%(stage)s” without: %(what)s",
                    stage=lead.stage_id.display_name,
                    what="; ".join(self._requirements_words(lacking)),
                )
                for lead, lacking in passing.items()
            }
        )
