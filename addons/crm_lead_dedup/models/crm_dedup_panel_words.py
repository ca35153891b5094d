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
        return {
            ("name", "same"): self.env._("same name"),
            ("name", "close"): self.env._("similar name"),
            ("name", "differs"): self.env._("another name"),
            ("company", "same"): self.env._("same company"),
            ("company", "close"): self.env._("similar company"),
            ("company", "differs"): self.env._("another company"),
            ("phone", "same"): self.env._("same phone"),
            ("phone", "close"): self.env._("phone differs by a digit"),
            ("phone", "differs"): self.env._("another phone"),
            ("email", "same"): self.env._("same e-mail"),
            ("email", "close"): self.env._("similar e-mail"),
            ("email", "differs"): self.env._("another e-mail"),
            ("vat", "same"): self.env._("same tax number"),
            ("vat", "close"): self.env._("similar tax number"),
            ("vat", "differs"): self.env._("another tax number"),
            ("website", "same"): self.env._("same website or mail domain"),
            ("website", "close"): self.env._("similar website"),
            ("website", "differs"): self.env._("another website"),
            ("street", "same"): self.env._("same street"),
            ("street", "close"): self.env._("similar street"),
            ("street", "differs"): self.env._("another street"),
            ("city", "same"): self.env._("same city"),
            ("city", "close"): self.env._("similar city"),
            ("city", "differs"): self.env._("another city"),
            ("zip", "same"): self.env._("same ZIP"),
            ("country", "same"): self.env._("same country"),
        }


def _size(line):
    return -abs(line["contribution"])
