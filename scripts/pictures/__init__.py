# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Takes the pictures of the documentation from a running demo.

Runs in the tests' environment (playwright, pillow), started by `make docs`.
"""
