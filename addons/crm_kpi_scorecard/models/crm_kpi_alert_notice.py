# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models
from odoo.fields import Domain


class CrmKpiAlert(models.Model):
    """Whom a change of colour is told to, noted with the figures themselves."""

    _inherit = "crm.kpi.alert"

    @api.model
    def _notice(self, changes):
        """Figures of open periods have changed their bands: note what is to be told.

        A figure that is back in its band before anybody was told makes no message.

        :param changes: ``(snapshot id, colour before, colour now)``, colours may be None
        """
        snapshots = self.env["crm.kpi.snapshot"].sudo().browse([change[0] for change in changes])
        if not snapshots:
            return
        definitions = snapshots.definition_id
        alerts = self.sudo().search(Domain("definition_id", "in", definitions.ids))
        pairs = [
            (alert, snapshot, old, new)
            for snapshot, (_number, old, new) in zip(snapshots, changes, strict=True)
            for alert in alerts
            if alert._kpi_watches(snapshot)
        ]
        events = self._kpi_plan(self._kpi_readable_pairs(pairs))
        if events.alert_id.filtered(lambda alert: alert.how == "once"):
            self.env.ref("crm_kpi_scorecard.ir_cron_alerts").sudo()._trigger()

    def _kpi_watches(self, snapshot):
        """Whether this alert is about a figure; what it leaves open may be anybody."""
        if (self.definition_id, self.level) != (snapshot.definition_id, snapshot.level):
            return False
        if self.company_id not in (self.env["res.company"], snapshot.company_id):
            return False
        asked = zip(
            self._kpi_subject(self.level), snapshot._kpi_subject(snapshot.level), strict=True
        )
        return all(mine in (0, theirs) for mine, theirs in asked)

    @api.model
    def _kpi_readable_pairs(self, pairs):
        """Pairs whose subscriber may see the figure: an event alone would tell him its colour."""
        asked = {}
        for alert, snapshot, _old, _new in pairs:
            asked.setdefault(alert.subscriber_id, set()).add(snapshot.id)
        readable = {
            subscriber: self._kpi_readable(subscriber, sorted(numbers))
            for subscriber, numbers in asked.items()
        }
        return [pair for pair in pairs if pair[1].id in readable[pair[0].subscriber_id]]

    @api.model
    def _kpi_readable(self, subscriber, numbers):
        """Which of these figures somebody may read now, in any of his companies.

        :return: set of ids; empty for who has left
        """
        if not subscriber.active:
            return set()
        figures = self.env["crm.kpi.snapshot"].with_user(subscriber)
        figures = figures.with_context(allowed_company_ids=subscriber.company_ids.ids)
        return set(figures.browse(numbers)._filtered_access("read").ids)

    @api.model
    def _kpi_plan(self, pairs):
        """Events for pairs of alert and figure; one that waits already goes on or is let go."""
        events = self.env["crm.kpi.alert.event"].sudo()
        alerts = [alert.id for alert, *_rest in pairs]
        known = events.search(
            Domain("alert_id", "in", alerts)
            & Domain("snapshot_id", "in", [snapshot.id for _alert, snapshot, *_rest in pairs])
        )
        waiting = {
            (event.alert_id.id, event.snapshot_id.id): event
            for event in known
            if event.state == "waiting"
        }
        numbers = Counter((event.alert_id.id, event.snapshot_id.id) for event in known)
        fresh = []
        for alert, snapshot, old, new in pairs:
            place = (alert.id, snapshot.id)
            event = waiting.get(place)
            if event is None:
                numbers[place] += 1
                names = ("alert_id", "snapshot_id", "old_colour", "new_colour", "number")
                values = (*place, old, new, numbers[place])
                fresh.append(dict(zip(names, values, strict=True)))
            elif (event.old_colour or None) == new:
                event.state = "cancelled"
            else:
                event.new_colour = new
        return events.create(fresh)
