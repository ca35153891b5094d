# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.tools import SQL


class CrmTeam(models.Model):
    """Who sees the clients of a team."""

    _inherit = "crm.team"

    client_visibility = fields.Selection(
        [
            ("open", "Open: everybody sees them"),
            ("owner", "The person in charge and the team leader"),
            ("team", "The members of the team and its leader"),
        ],
        "Clients Are Seen By",
        required=True,
        default="open",
        tracking=True,
        help="A client belongs to the team of the salesperson on its card. Managers, people who "
        "see all documents, accountants and administrators see every client.",
    )

    @api.model
    @tools.ormcache()
    def _has_hidden_clients(self):
        """Whether any team hides its clients; while none does, nothing is asked or kept."""
        hidden = self.sudo().with_context(active_test=False)
        return bool(hidden.search_count([("client_visibility", "!=", "open")], limit=1))

    @api.model_create_multi
    def create(self, vals_list):
        """A new team may hide its clients at once."""
        teams = super().create(vals_list)
        teams._hiding()._clients_changed()
        return teams

    def write(self, vals):
        """What the team says, who leads it and its company decide who sees its clients."""
        if not vals.keys() & {"client_visibility", "user_id", "company_id"}:
            return super().write(vals)
        hiding = self._hiding()
        people = hiding._people()
        result = super().write(vals)
        (hiding | self._hiding())._clients_changed(people)
        return result

    def unlink(self):
        """The clients of a deleted team are hidden by it no more."""
        hiding = self._hiding()
        people = hiding._people()
        result = super().unlink()
        if hiding:
            self.env.registry.clear_cache()
            self.browse()._clients_changed(people)
        return result

    def _hiding(self):
        return self.filtered(lambda team: team.client_visibility != "open")

    def _people(self):
        """Who works or worked here: the clients of these are the clients of the team."""
        self = self.sudo()  # noqa: PLW0642
        return self.user_id | self.crm_team_member_all_ids.user_id

    def _clients_changed(self, people=None):
        """Bring the clients of the people of these teams, and of others, up to date."""
        people = (people or self.env["res.users"]) | self._people()
        if not (self or people):
            return
        self.env.registry.clear_cache()
        if people:
            self.env["crm.client.guard"].sudo()._refresh(
                SQL("SELECT id FROM res_partner WHERE user_id IN %s", tuple(people.ids))
            )
        self.env["crm.client.guard"]._make_good_soon()
