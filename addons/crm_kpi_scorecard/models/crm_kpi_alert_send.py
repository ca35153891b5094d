# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

# So many messages are written between two commits.
BATCH = 50


class CrmKpiAlertEvent(models.Model):
    """Telling those who subscribed: once, and only what they may see."""

    _inherit = "crm.kpi.alert.event"

    @api.model
    def _cron_send(self):
        """What is to be told at once."""
        self._kpi_send_all("once")

    @api.model
    def _cron_digest(self):
        """What has gathered for the daily digests."""
        self._kpi_send_all("digest")

    def _kpi_send_all(self, how):
        """Send what waits, some at a time; after a kill each one waits or is sent, never both."""
        waiting = Domain("state", "=", "waiting")
        # Who switched an alert off is not told of the past when it is switched on again.
        self.search(waiting & Domain("alert_id.active", "=", False)).state = "cancelled"
        domain = waiting & Domain("alert_id.how", "=", how)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        while True:
            events = self.search(domain, limit=BATCH, order="subscriber_id, id")
            events = events.try_lock_for_update()
            if not events:
                break
            for subscriber, some in events.grouped("subscriber_id").items():
                some._kpi_send(subscriber)
            if not cron._commit_progress(len(events), remaining=self.search_count(domain)):
                break

    def _kpi_send(self, subscriber):
        """One message to one person about these figures."""
        allowed = self.env["crm.kpi.alert"]._kpi_readable(subscriber, self.snapshot_id.ids)
        mine = self.filtered(lambda event: event.snapshot_id.id in allowed)
        (self - mine).write({"state": "cancelled"})
        if not mine:
            return
        mine = mine.with_context(lang=subscriber.lang)
        for event in mine:
            event.text = event._kpi_text()
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=subscriber.partner_id.ids,
            subject=mine._kpi_subject(),
            body=Markup("").join(event._kpi_body() for event in mine),
        )
        mine.write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _kpi_subject(self):
        """What stands above the message."""
        if len(self) == 1:
            return self.env._(
                "%(kpi)s: %(colour)s now",
                kpi=self.snapshot_id.definition_id.name,
                colour=self._kpi_colour(self.new_colour),
            )
        return self.env._("%(count)s figures have changed their band", count=len(self))

    def _kpi_colour(self, colour):
        """The name of a colour in the reader's language."""
        names = dict(self._fields["new_colour"]._description_selection(self.env))
        return names.get(colour) or self.env._("no band")

    def _kpi_text(self):
        """One event as a sentence."""
        snapshot = self.snapshot_id.sudo()
        return self.env._(
            "%(kpi)s of %(who)s, %(period)s: %(value)s, from %(old)s to %(new)s",
            kpi=snapshot.definition_id.name,
            who=snapshot._kpi_subject_name(),
            period=snapshot._kpi_period().label,
            value=snapshot._kpi_value_text(),
            old=self._kpi_colour(self.old_colour),
            new=self._kpi_colour(self.new_colour),
        )

    def _kpi_body(self):
        """One event with what its band means and a way to the figure."""
        band = self.snapshot_id.sudo().band_id
        return Markup(
            "<p>%(text)s<br/><b>%(meaning)s</b> %(advice)s<br/><a href='%(url)s'>%(open)s</a></p>"
        ) % {
            "text": self.text,
            "meaning": band.name or "",
            "advice": band.advice or "",
            "url": self.snapshot_id._kpi_url(),
            "open": self.env._("Open the scorecard"),
        }
