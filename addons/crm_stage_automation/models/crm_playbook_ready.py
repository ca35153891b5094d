# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPlaybook(models.Model):
    """What a playbook will do, in a few lines, and what it needs before it can be switched on."""

    _inherit = "crm.playbook"

    icon = fields.Char(default="fa-list-ol", readonly=True, help="Of the card: a name of an icon.")
    outline = fields.Text("What It Does", compute="_compute_outline")
    needs = fields.Text(
        "To Be Chosen First", compute="_compute_needs", help="It cannot be switched on before."
    )
    notice = fields.Text(
        "Good to Know", compute="_compute_needs", help="It can be switched on all the same."
    )

    def _compute_outline(self):
        """A line for each rule: when, and what is done then."""
        for playbook in self:
            playbook.outline = "\n".join(rule._outline() for rule in playbook.rule_ids)

    def _compute_needs(self):
        """What has to be chosen, and which teams have no leader to be told."""
        headless = self.env["crm.team"].search([("user_id", "=", False)])
        for playbook in self:
            rules = playbook.rule_ids
            playbook.needs = "\n".join(rules._needs())
            teams = rules._without_leader(headless)
            playbook.notice = bool(teams) and self.env._(
                "Without a leader: %(teams)s. Who switches the playbook on is told instead.",
                teams=", ".join(teams.mapped("name")),
            )

    def _check_chosen(self):
        """Refuse to switch on what cannot do its work yet, and say what has to be chosen.

        :raise UserError: something has to.
        """
        for playbook in self.filtered("needs"):
            raise UserError(
                self.env._(
                    "“%(playbook)s” can be switched on when its rules say this:\n%(needs)s",
                    playbook=playbook.name,
                    needs=playbook.needs,
                )
            )

    @api.model
    def _fill_ready(self, links):
        """Point ready playbooks to what other apps bring, as far as users have not deleted it.

        :param links: (external id of ours, field, external id of theirs)
        """
        for ours, field, theirs in links:
            target = self.env.ref(theirs, raise_if_not_found=False)
            if target:
                self.env.ref(ours)[field] = target

    @api.model
    def _tag_ready(self, rule, name):
        """Limit a rule to deals with a tag, which may be there already.

        :param rule: external id
        """
        tags, rule = self.env["crm.tag"], self.env.ref(rule)
        tag = tags.search([("name", "=", name)], limit=1) or tags.create({"name": name})
        rule.domain = repr([*literal_eval(rule.domain), ("tag_ids", "in", tag.ids)])
