# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    from,
    hooks,
    import,
    models,
    post_init_hook,
    report,
    wizard,
)
