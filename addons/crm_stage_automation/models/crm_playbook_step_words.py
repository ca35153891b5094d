# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# Kinds of steps whose assignee is asked for.
GIVEN = ("activity", "task", "reassign", "notify")


class CrmPlaybookStep(models.Model):
    """A step in plain words: what, when, who."""

    _inherit = "crm.playbook.step"

    def _words(self):
        """Return what a card of the board says about the step."""
        self.ensure_one()
        return {
            "kind_label": self._label("kind"),
            "what": self._what_words() or "",
            "when": self._when_words(),
            "who": self._who_words() or "",
            "then": self._reminder_words(),
        }

    def _what_words(self):
        """Return what exactly is done, where the kind alone does not say it."""
        if self.kind == "set_field":
            name = self._label_of_field()
            return f"{name}: {self._value_words() or '–'}" if name else ""
        thing = {
            "activity": self.activity_type_id,
            "mail": self.mail_template_id,
            "sms": self.sms_template_id,
            "server_action": self.server_action_id,
        }.get(self.kind)
        return thing.display_name if thing else ""

    def _when_words(self):
        """Return how long after what it is done."""
        if not self.delay_amount:
            delay = self.env._("At once")
        else:
            delay = self._delay_words(self.delay_amount, self.delay_unit)
        if self.after_step_id:
            return self.env._(
                "%(delay)s after “%(step)s”", delay=delay, step=self.after_step_id.name
            )
        return delay

    def _delay_words(self, amount, unit):
        """Return how long it lasts, and by which time."""
        duration = self._duration_words(amount, unit)
        if self.delay_calendar == "clock":
            return duration
        return self.env._("%(duration)s of working time", duration=duration)

    def _duration_words(self, amount, unit):
        """Return a number of minutes, hours or days."""
        if amount == 1:
            return {
                "minutes": self.env._("1 minute"),
                "hours": self.env._("1 hour"),
                "days": self.env._("1 day"),
            }[unit]
        return {
            "minutes": self.env._("%(count)s minutes", count=amount),
            "hours": self.env._("%(count)s hours", count=amount),
            "days": self.env._("%(count)s days", count=amount),
        }[unit]

    def _who_words(self):
        """Return for whom it is."""
        if self.kind in self._letter_kinds():
            return self.env._("The customer")
        if self.kind not in GIVEN:
            return ""
        if self.assignee_kind == "named" and self.assignee_id:
            return self.assignee_id.name
        if self.assignee_kind == "role" and self.role_id:
            return self.env._("%(group)s, by turns", group=self.role_id.display_name)
        return self._label("assignee_kind")

    def _reminder_words(self):
        """Return how often is reminded of it and who is told then; empty: nobody."""
        series = self._series() if self.kind == "activity" else None
        if not series:
            return ""
        parts = []
        if series.most:
            every = self._delay_words(self.repeat_amount, self.repeat_unit)
            parts.append(
                self.env._("reminders: %(most)s, every %(every)s", most=series.most, every=every)
            )
        if series.escalates:
            above = self.escalate_id.name if self.escalate_kind == "named" else ""
            parts.append(
                self.env._("then told: %(who)s", who=above or self._label("escalate_kind"))
            )
        return "; ".join(parts)

    def _label(self, name):
        """Return the label of a choice."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")
