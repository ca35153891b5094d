# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Makes an add-on's README.rst and its page in the Apps menu out of `readme/*.md`.

Runs in the linters' environment (markdown-it, docutils): `make docs`.
"""
