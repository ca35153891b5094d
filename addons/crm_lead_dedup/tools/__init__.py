# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pure logic of the intake: no database, no framework, everything typed and doctested.

Shapes are plain values (strings, tuples, frozen dataclasses); times are naive UTC; functions that
read what strangers wrote are total, they answer with a value instead of raising. The one exception
is ``payload``, which raises ``errors.PayloadError`` with the HTTP status to answer.
"""
