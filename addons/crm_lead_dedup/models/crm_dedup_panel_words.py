# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

MAX_REASONS = 4
# Only these are worth both spellings: the rest is known to whoever has just typed it.
NAMES = {"name", "company"}


class CrmDedupPanel(models.AbstractModel):
    """The reasons of a match in plain words."""

    _inherit = "crm.dedup.panel"

    @api.model
    def _reasons(self, match, words):
        """The strongest reasons for a match, and what speaks most against it.

        :return: list of dicts ``text`` and ``against`` (bool)
        """
        lines = [line for line in match["explanation"] if line["field"] != "prior"]
        favour = sorted((line for line in lines if line["contribution"] > 0), key=_size)
        against = sorted((line for line in lines if line["contribution"] < 0), key=_size)
        chosen = favour[:MAX_REASONS] + [line for line in against[:1] if line["level"] == "differs"]
        return [
            {"text": self._reason(line, words), "against": line["contribution"] < 0}
            for line in chosen
        ]

    @api.model
    def _reason(self, line, words):
        """One reason: "same phone", "similar name: Shevchenko O. / Шевченко Ольга"."""
        level = line["level"] if line["level"] in {"same", "differs"} else "close"
        text = words.get((line["field"], level))
        if not text:
            text = self._other_words(level, line["label"])
        left, right = line["left"], line["right"]
        if level == "close" and line["field"] in NAMES and left and right and left != right:
            return self.env._("%(reason)s: %(one)s / %(other)s", reason=text, one=left, other=right)
        return text

    @api.model
    def _other_words(self, level, label):
        """For fields that rules of the administrator compare."""
        if level == "same":
            return self.env._("%(field)s: the same", field=label)
        if level == "close":
            return self.env._("%(field)s: similar", field=label)
        return self.env._("%(field)s: another", field=label)

    @api.model
    def _words(self):
        """``{(field, level): words}`` for the usual fields. Hook."""
        _ = self.env._
        return {
            ("name", "same"): _("same name"),
            ("name", "close"): _("similar name"),
            ("name", "differs"): _("another name"),
            ("company", "same"): _("same company"),
            ("company", "close"): _("similar company"),
            ("company", "differs"): _("another company"),
            ("phone", "same"): _("same phone"),
            ("phone", "close"): _("phone differs by a digit"),
            ("phone", "differs"): _("another phone"),
            ("email", "same"): _("same e-mail"),
            ("email", "close"): _("similar e-mail"),
            ("email", "differs"): _("another e-mail"),
            ("vat", "same"): _("same tax number"),
            ("vat", "close"): _("similar tax number"),
            ("vat", "differs"): _("another tax number"),
            ("website", "same"): _("same website or mail domain"),
            ("website", "close"): _("similar website"),
            ("website", "differs"): _("another website"),
            ("street", "same"): _("same street"),
            ("street", "close"): _("similar street"),
            ("street", "differs"): _("another street"),
            ("city", "same"): _("same city"),
            ("city", "close"): _("similar city"),
            ("city", "differs"): _("another city"),
            ("zip", "same"): _("same ZIP"),
            ("country", "same"): _("same country"),
        }


def _size(line):
    return -abs(line["contribution"])
