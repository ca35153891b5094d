# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pure logic of the figures: no database, no framework, no clock, all typed and doctested.

Numbers are exact fractions, so that no rounding decides which band a figure is in. Moments are UTC
without a zone, as databases keep them; what has a wall clock takes the zone beside.
"""
