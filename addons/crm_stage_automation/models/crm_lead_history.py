# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.dry_run import Event, History
from ..tools.triggers import Facts

MANY2ONE = {"stage_id": "stage", "user_id": "user", "team_id": "team"}


class CrmLead(models.Model):
    """What is known of the past of deals: their log, read back from today."""

    _inherit = "crm.lead"

    def _histories(self, since):
        """Return what happened to the deals that the user may read, and the company of each.

        :param since: the log is read back to this moment; what did not change since is left out.
        :return: list of ``History``, dict of company ids by id of a deal
        """
        leads = self.env["crm.lead"].with_context(active_test=False)
        leads.env.flush_all()
        query = leads._search(self._changed_since(since), order="id")
        names = ("id", "create_date", "stage_id", "user_id", "team_id", "won_status", "company_id")
        columns = [leads._field_to_sql(query.table, name, query) for name in names]
        events = self._logged_since(since)
        histories, companies = [], {}
        for lead, created, stage, user, team, status, company in self.env.execute_query(
            query.select(*columns)
        ):
            companies[lead] = company or 0
            facts = Facts(stage or 0, user or 0, team or 0, status == "won", status == "lost")
            # The log knows whole seconds only.
            began = created.replace(microsecond=0)
            known = began if began >= since else None
            histories.append(History(lead, known, facts, events[lead]))
        return histories, companies

    def _changed_since(self, since):
        """Return which deals were created, or changed by what the log says, since a moment."""

        def logged(_model, alias, _query):
            return SQL(
                """%s IN (
                    SELECT message.res_id
                      FROM mail_message message
                      JOIN mail_tracking_value value ON value.mail_message_id = message.id
                     WHERE message.model = 'crm.lead' AND message.date >= %s
                       AND value.field_id IN %s)""",
                SQL.identifier(alias, "id"),
                since,
                tuple(self._logged_fields()),
            )

        created = Domain("create_date", ">=", since - timedelta(seconds=1))
        return created | Domain.custom(to_sql=logged)

    def _logged_fields(self):
        """Return the names of the fields that rules look at, by id."""
        fields = self.env["ir.model.fields"]
        return {fields._get("crm.lead", name).id: name for name in (*MANY2ONE, "won_status")}

    def _logged_since(self, since):
        """Return the events of the log by deal, the newest first."""
        names, statuses = self._logged_fields(), self._logged_statuses()
        query = SQL(
            """SELECT message.res_id, date_trunc('second', message.date), value.field_id,
                      value.old_value_integer, value.old_value_char
                 FROM mail_message message
                 JOIN mail_tracking_value value ON value.mail_message_id = message.id
                WHERE message.model = 'crm.lead' AND message.date >= %s AND value.field_id IN %s
                ORDER BY value.id DESC""",
            since,
            tuple(names),
        )
        events = defaultdict(list)
        for lead, at, field, number, text in self.env.execute_query(query):
            if name := MANY2ONE.get(names[field]):
                events[lead].append(Event(at, name, number or 0))
                continue
            status = statuses.get(text)
            events[lead].append(Event(at, "is_won", int(status == "won")))
            events[lead].append(Event(at, "is_lost", int(status == "lost")))
        return events

    def _logged_statuses(self):
        """Return the values of won or lost by their names: the log has them as they were shown."""
        selection = self.env["ir.model.fields"]._get("crm.lead", "won_status").sudo().selection_ids
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        return {
            option.with_context(lang=language).name: option.value
            for option in selection
            for language in languages
        }
