# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the database refuses, told in the words of the constraint and nothing else."""

from contextlib import contextmanager

from psycopg2 import errors

from odoo.exceptions import ValidationError

TOLD = (errors.ExclusionViolation, errors.UniqueViolation, errors.CheckViolation)


@contextmanager
def conflicts_told(records):
    """Statements in this block that break a constraint end in its sentence.

    For ``_create`` and ``_write_multi``, where records reach their table, however late. Without
    it the whole transaction is lost before the sentence is made, and core puts words before it.
    """
    try:
        with records.env.cr.savepoint(flush=False):
            yield
    except TOLD as error:
        raise ValidationError(records._sql_error_to_message(error)) from error
