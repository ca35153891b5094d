# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.numbers import read_caller

# What nobody types: where a call comes from, and what follows from it.
SYSTEM = frozenset(
    ("provider_id", "pbx", "external_id", "version", "recording_ref", "is_recovered", "is_manual",
     "customer_tail", "candidate_count", "finish_state", "extension_id", "leg_ids", "recording_ids",
     "missed_state", "call_back_pending", "call_back_activity_id")
)  # fmt: skip
# What a telephone exchange says of a call; people say it only of calls made elsewhere.
FACTS = SYSTEM | frozenset(
    ("company_id", "state", "direction", "disposition", "caller_number", "called_number",
     "customer_number", "line", "answered_by", "started_at", "answered_at", "ended_at",
     "wait_seconds", "talk_seconds", "user_id", "queue_id", "team_id")
)  # fmt: skip


class TelephonyCall(models.Model):
    """Calls entered by hand: made from a private phone, in another program, at a fair."""

    _inherit = "telephony.call"

    @api.model
    def default_get(self, fields):
        """A form for a call that was made elsewhere: by me, and it was answered."""
        values = super().default_get(fields)
        if not self.env.su:
            mine = {
                "is_manual": True,
                "direction": "outgoing",
                "disposition": "answered",
                "user_id": self.env.uid,
            }
            for name, value in mine.items():
                if name in fields and f"default_{name}" not in self.env.context:
                    values[name] = value
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Calls that people create are calls entered by hand, whatever they say of them."""
        if not self.env.su:
            vals_list = [self._manual_vals(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Nobody rewrites what the telephone exchange said of a call."""
        if not self.env.su:
            self._check_facts(vals)
            if "customer_number" in vals:
                vals = {**vals, **self._number_vals(vals["customer_number"])}
        return super().write(vals)

    @api.model
    def _manual_vals(self, vals):
        """The values of a call entered by hand; a salesperson enters his own."""
        said = {name: value for name, value in vals.items() if name not in SYSTEM}
        user_id = said.setdefault("user_id", self.env.uid)
        if user_id != self.env.uid and not self._enters_for_others():
            raise AccessError(self.env._("You can enter your own calls only."))
        values = {"state": "ended", "direction": "outgoing", "disposition": "answered", **said}
        started = self._fields["started_at"].convert_to_cache(
            values.get("started_at") or self.env.cr.now(), self
        )
        length = (values.get("wait_seconds") or 0) + (values.get("talk_seconds") or 0)
        if "ended_at" not in values and values["state"] == "ended":
            values["ended_at"] = started + timedelta(seconds=length)
        values.update(started_at=started, is_manual=True)
        values.update(self._number_vals(values.get("customer_number")))
        return values

    @api.model
    def _enters_for_others(self):
        return self.env.user.has_group("sales_team.group_sale_salesman_all_leads")

    @api.model
    def _number_vals(self, number):
        """A number as it is stored, and the digits it is found by."""
        read = read_caller(number or None, self.env.company.country_id.code)
        return {"customer_number": read.shown, "customer_tail": read.tail}

    def _check_facts(self, vals):
        touched = FACTS & vals.keys()
        if not touched:
            return
        if touched & SYSTEM or any(not call.is_manual for call in self):
            raise UserError(
                self.env._("What the telephone exchange says of a call cannot be changed.")
            )
        if vals.get("user_id", self.env.uid) != self.env.uid and not self._enters_for_others():
            raise AccessError(self.env._("You can enter your own calls only."))
