# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# What is wrong, and what to do about it.
WORDS = {
    "off": (
        _lt("This provider is switched off."),
        _lt("Nothing of it is taken. Switch it on in its form when you want its calls."),
    ),
    "no_secret": (
        _lt("There is no secret, so nobody can prove to be this provider."),
        _lt("Open the provider, make a secret and enter it at the PBX."),
    ),
    "no_addresses": (
        _lt("No address may call: this provider signs nothing, so its addresses must be listed."),
        _lt("Open the provider and enter the networks that its help page names."),
    ),
    "never": (
        _lt("Nothing was ever heard of it."),
        _lt(
            "Check that the address of its form is entered at the PBX without a typing error, and "
            "that the PBX reaches this server over HTTPS. Then make a call to your own number."
        ),
    ),
    "silent": (
        _lt("The bridge does not answer."),
        _lt(
            "Look on its computer whether the service runs (systemctl status telephony-bridge) "
            "and what its check says (python -m crm_telephony_bridge --check). Calls made now "
            "are delivered when it is back."
        ),
    ),
    "quiet": (
        _lt("Nothing was heard for more than two days."),
        _lt(
            "Fine if nobody called. Otherwise check at the provider that its notices are still "
            "switched on."
        ),
    ),
    "clock_far": (
        _lt("The clocks differ so much that notices are soon refused."),
        _lt("Set the clock of the PBX's computer by NTP (timedatectl set-ntp true)."),
    ),
    "clock": (
        _lt("The clocks differ by some seconds, so times of calls are shown shifted."),
        _lt("Set the clock of the PBX's computer by NTP (timedatectl set-ntp true)."),
    ),
    "signatures": (
        _lt("Notices with a wrong signature came in."),
        _lt(
            "If calls are missing, the secret at the PBX is not the one here: make a new one and "
            "enter it there. If none are missing, a stranger tried; nothing was taken."
        ),
    ),
    "backlog": (
        _lt("Calls wait in the bridge for being delivered."),
        _lt(
            "They are delivered by themselves. If the number grows, this server is too slow or "
            "the connection from the bridge is."
        ),
    ),
    "gaps": (
        _lt("At some times the PBX was not heard, and its calls could not be found since."),
        _lt(
            "Give the bridge the PBX's call records (cdr in its configuration), or import the "
            "calls of these times from a file."
        ),
    ),
    "unmatched": (
        _lt("Internal numbers took part in calls that are nobody's here."),
        _lt("Add them below: without a person their calls ring no card and count for nobody."),
    ),
    "nobody": (
        _lt("No extension belongs to a person, so no card can be shown."),
        _lt("Enter the extensions of your people in the provider's form."),
    ),
}


class TelephonyDiagnostics(models.AbstractModel):
    """What the findings say."""

    _inherit = "telephony.diagnostics"

    @api.model
    def _words(self, code, _provider):
        """What is wrong and what to do. Hook: extend for findings or providers of your own.

        :return: a dict of ``text`` and ``advice``
        """
        text, advice = WORDS[code]
        return {"text": self.env._(text), "advice": self.env._(advice)}
