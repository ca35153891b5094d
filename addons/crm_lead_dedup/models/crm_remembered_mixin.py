# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import api, models

MEMORY = "crm_remembered_searches"


@contextmanager
def remembering(env):
    """Let searches of the remembered models be made once each until the block ends."""
    cache = env.cr.cache
    if MEMORY in cache:
        yield
        return
    cache[MEMORY] = {}
    try:
        yield
    finally:
        cache.pop(MEMORY, None)


class CrmRememberedMixin(models.AbstractModel):
    """A small table in which core looks for the same thing again and again while it makes leads.

    Inside of :func:`remembering` one and the same search (of one user, in one context) is made
    once, until a row of such a model changes. What the first search of a model finds is read at
    the same time, as core does by its next statement.
    """

    _name = "crm.remembered.mixin"
    _description = "Searches Made Once While Leads Are Made"

    _is_read_when_found = False

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Answer from memory what was asked already."""
        memory = self.env.cr.cache.get(MEMORY)
        if memory is None:
            return super().search_fetch(domain, field_names, offset, limit, order)
        key = (self._name, self.env, repr((domain, field_names, offset, limit, order)))
        if key not in memory:
            if self._is_read_when_found and not any(name == self._name for name, *_rest in memory):
                field_names = field_names or None  # all that are read together
            found = super().search_fetch(domain, field_names, offset, limit, order)
            memory[key] = found.ids
        return self.browse(memory[key])

    def _forget_searches(self):
        if MEMORY in self.env.cr.cache:
            self.env.cr.cache[MEMORY].clear()

    @api.model_create_multi
    def create(self, vals_list):
        """What was found before may be another thing now."""
        records = super().create(vals_list)
        self._forget_searches()
        return records

    def write(self, vals):
        """What was found before may be another thing now."""
        result = super().write(vals)
        self._forget_searches()
        return result

    def unlink(self):
        """What was found before may be gone now."""
        result = super().unlink()
        self._forget_searches()
        return result
