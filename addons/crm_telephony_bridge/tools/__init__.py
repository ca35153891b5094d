# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pure logic of telephony: no database, no framework, no clock, everything typed and doctested.

A provider's words become facts (``calls.Fact``); calls are computed from the facts known so far
(``machine.calls_from_facts``). Facts are a set: their order and their repetition cannot matter.
"""
