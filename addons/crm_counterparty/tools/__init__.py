# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pure logic of clients and counterparties: no database, no framework, everything typed."""
