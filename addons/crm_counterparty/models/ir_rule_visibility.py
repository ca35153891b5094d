# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# The value is an object of this process: nothing a client sends in a context is the same object.
_SHOWN = object()
_KEY = "crm_hidden_clients_shown"


def with_hidden_clients(records):
    """These records in an environment that reads hidden clients, too.

    For code that puts together what a document the user may read says about its client: a
    printed quotation, the subject of an e-mail. What comes out must be finished text; never hand
    such records to somebody who lets the user choose what is read from them.
    """
    return records.with_context(**{_KEY: _SHOWN})


def hidden_clients_shown(env):
    """Whether an environment comes from ``with_hidden_clients``."""
    return env.context.get(_KEY) is _SHOWN


def without_hidden_clients(records):
    """These records in an environment that obeys the rule again."""
    context = {name: value for name, value in records.env.context.items() if name != _KEY}
    return records.with_env(records.env(context=context))


class IrRule(models.Model):
    """The rule that hides clients can be left out by code, never by a client of the server."""

    _inherit = "ir.rule"

    def _get_rules(self, model_name, mode="read"):
        rules = super()._get_rules(model_name, mode)
        if model_name == "res.partner" and mode == "read" and hidden_clients_shown(self.env):
            rules -= self.env.ref("crm_counterparty.rule_partner_visibility").sudo(self.env.su)
        return rules

    def _compute_domain_context_values(self):
        yield from super()._compute_domain_context_values()
        yield hidden_clients_shown(self.env)
