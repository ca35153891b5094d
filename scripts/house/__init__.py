# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The house of Sales Desk: sets up Odoo, PostgreSQL and a browser, runs, tests and measures.

Standard library only: it runs on the machine's own Python before anything is installed.
"""
