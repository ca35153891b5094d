# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finding duplicates, measured: a CRM base made here, others' labelled data, the rivals."""
