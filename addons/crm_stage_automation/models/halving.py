# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Working in batches of which one record cannot stop the others."""

import logging

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


def in_halves(records, work, failed, passes=(OperationalError,)):
    """Work on records together; where that fails, halve them until the failing one stands alone.

    :param work: takes records; what it wrote before it failed is taken back.
    :param failed: takes the record that failed and the error, which is being handled.
    :param passes: errors that are the transaction's and not a record's: they are raised.
    """
    if not records:
        return
    try:
        with records.env.cr.savepoint():
            work(records)
    except passes:
        raise
    except Exception as error:  # whatever a template or an integrator's code raises
        if len(records) == 1:
            failed(records, error)
            return
        _logger.debug("%s failed together", records, exc_info=True)
        middle = len(records) // 2
        for half in (records[:middle], records[middle:]):
            in_halves(half, work, failed, passes)
