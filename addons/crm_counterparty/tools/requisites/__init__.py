# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Legal and payment numbers of companies, sole traders and persons: one module a number.

Each module has the verbs of `python-stdnum`: ``compact``, ``validate``, ``is_valid``, ``format``.
``validate`` returns the compact number or raises a `RequisiteError`, which says what is wrong in
a form that can be put into a sentence of any language.

What `python-stdnum` checks is left to it (`library`). Modules of our own are for what it lacks, and
for two numbers of which it refuses valid ones: the register number of Russian sole traders and the
business number of Taiwan.
"""
