# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

# Whose people a partner is, for one partner ``p`` with legal entity ``c`` (core's commercial
# entity): his own if he is marked as a client; else of every client where he, or his legal entity,
# has a role (ended ones too: who knew him knows him), and of the legal entity itself as long as
# that is nobody's party. A client is guarded by the teams with a setting in which his person in
# charge works; somebody who left works where he worked. A client whom no such team serves is open,
# and so is everybody who belongs to him as well.
WANTED = """
WITH affected AS MATERIALIZED (
    SELECT p.id, p.commercial_partner_id AS entity, p.is_client, c.is_client AS entity_client,
           c.is_other_partner AS entity_other
      FROM res_partner p
      LEFT JOIN res_partner c ON c.id = p.commercial_partner_id
     %(only)s
), homes AS (
    SELECT id, id AS home FROM affected WHERE is_client
     UNION
    SELECT a.id, l.client_id FROM affected a JOIN crm_party_link l ON l.party_id = a.id
     WHERE a.is_client IS NOT TRUE
     UNION
    SELECT a.id, l.client_id FROM affected a JOIN crm_party_link l ON l.party_id = a.entity
     WHERE a.is_client IS NOT TRUE AND a.entity_client IS NOT TRUE
     UNION
    SELECT id, entity FROM affected
     WHERE is_client IS NOT TRUE
       AND (entity_client
            OR (entity_other IS NOT TRUE
                AND entity NOT IN (SELECT party_id FROM crm_party_link)))
), works AS MATERIALIZED (
    SELECT m.user_id, t.id AS team_id, t.company_id
      FROM crm_team_member m
      JOIN crm_team t ON t.id = m.crm_team_id
      JOIN res_users u ON u.id = m.user_id
     WHERE t.client_visibility <> 'open' AND (m.active OR NOT u.active)
     UNION
    SELECT user_id, id, company_id FROM crm_team
     WHERE client_visibility <> 'open' AND user_id IS NOT NULL
), guarded AS (
    SELECT s.id, bool_or(w.team_id IS NULL) AS is_open,
           array_agg(DISTINCT w.team_id ORDER BY w.team_id) AS teams,
           array_agg(DISTINCT h.user_id ORDER BY h.user_id) AS users
      FROM homes s
      JOIN res_partner h ON h.id = s.home
      LEFT JOIN works w ON w.user_id = h.user_id
                       AND (h.company_id IS NULL OR w.company_id IS NULL
                            OR w.company_id = h.company_id)
     GROUP BY s.id
), wanted AS (
    SELECT id, teams, users,
           array_to_string(teams, ',') || ' ' || array_to_string(users, ',') AS key
      FROM guarded WHERE NOT is_open
)
"""

# The partners to look at anew: those below the changed ones, and below the parties of these.
ONLY = """
     WHERE p.id IN (
        WITH RECURSIVE below AS (
            SELECT id FROM res_partner WHERE id IN (%(changed)s)
             UNION SELECT c.id FROM res_partner c JOIN below b ON c.parent_id = b.id
        ), parties AS (
            SELECT l.party_id AS id FROM crm_party_link l JOIN below b ON l.client_id = b.id
             UNION SELECT c.id FROM res_partner c JOIN parties b ON c.parent_id = b.id
        )
        SELECT id FROM below UNION SELECT id FROM parties)
"""
# The guards that are not there yet are made, and each partner gets the one it needs, or none: who
# is wanted where is asked once, which is a third of the work. A guard that goes meanwhile, because
# nobody needed it, lets the transaction be repeated.
REFRESH = """
    %(wanted)s, missing AS (
        SELECT DISTINCT ON (key) key, teams, users FROM wanted
         WHERE key NOT IN (SELECT key FROM crm_client_guard)
    ), made AS (
        INSERT INTO crm_client_guard (key) SELECT key FROM missing
            ON CONFLICT (key) DO NOTHING RETURNING id, key
    ), with_teams AS (
        INSERT INTO crm_client_guard_team (guard_id, team_id)
        SELECT made.id, unnest(teams) FROM made JOIN missing USING (key)
    ), with_users AS (
        INSERT INTO crm_client_guard_user (guard_id, user_id)
        SELECT made.id, unnest(users) FROM made JOIN missing USING (key)
    ), known AS (
        SELECT id, key FROM crm_client_guard WHERE key IN (SELECT key FROM wanted) FOR KEY SHARE
    ), guards AS (
        SELECT id, key FROM made UNION ALL SELECT id, key FROM known
    ), changed AS (
        UPDATE res_partner p SET client_guard_id = g.id
          FROM affected a
          LEFT JOIN wanted USING (id)
          LEFT JOIN guards g USING (key)
         WHERE p.id = a.id AND p.client_guard_id IS DISTINCT FROM g.id
    ) SELECT id FROM made
"""


class CrmClientGuard(models.Model):
    """Who may see a hidden client: one row for every set of teams and people there is.

    A partner carries its guard (``res.partner.client_guard_id``; none: everybody sees it). The
    record rule then compares one column with the few guards that admit the user, instead of
    asking for every row who is in charge of whom.
    """

    _name = "crm.client.guard"
    _description = "Who Sees a Hidden Client"
    _rec_name = "key"

    key = fields.Char(required=True, help="The teams and the people, as the database spells them.")
    team_ids = fields.Many2many("crm.team", "crm_client_guard_team", "guard_id", "team_id")
    user_ids = fields.Many2many("res.users", "crm_client_guard_user", "guard_id", "user_id")

    _key_uniq = models.Constraint("UNIQUE(key)", "There is such a guard already.")

    @api.model
    def _admitting(self, user):
        """The guards that let a user see: he is in charge, leads the team, or is in an open one."""
        teams = self.env["crm.team"].sudo().with_context(active_test=False)
        teams = teams.search(
            [
                "|",
                ("user_id", "=", user.id),
                "&",
                ("client_visibility", "=", "team"),
                ("crm_team_member_ids", "any", [("user_id", "=", user.id), ("active", "=", True)]),
            ]
        )
        return self.sudo().search(["|", ("user_ids", "=", user.id), ("team_ids", "in", teams.ids)])

    @api.model
    def _refresh(self, changed=None):
        """Give partners the guard they need, in one statement however many they are.

        :param changed: a query (``SQL``) for the partners of which something changed; those who
            depend on them are found here. None: all partners
        """
        self.env.flush_all()
        only = SQL(ONLY, changed=changed) if changed else SQL()
        wanted = SQL(WANTED, only=only)
        if self.env.execute_query(SQL(REFRESH, wanted=wanted)):
            self.invalidate_model(flush=False)
            self.env.registry.clear_cache()
        self.env["res.partner"].invalidate_model(["client_guard_id"], flush=False)

    @api.model
    def _make_good_soon(self):
        """A client that somebody saves while a team changes is seen by neither of the two: a
        minute later everybody is looked at anew.
        """
        cron = self.env.ref("crm_counterparty.ir_cron_client_guard", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(fields.Datetime.add(fields.Datetime.now(), minutes=1))

    @api.model
    def _cron_refresh(self):
        """Once a day, and after a team has changed: what was written past it is made good, empty
        guards go.
        """
        if not self.env["crm.team"]._has_hidden_clients():
            return
        self._refresh()
        self.env.cr.execute(
            """DELETE FROM crm_client_guard g WHERE NOT EXISTS (
                SELECT FROM res_partner p WHERE p.client_guard_id = g.id)"""
        )
