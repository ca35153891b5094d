# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pure logic of the automation: no database, no framework, no clock, all typed and doctested.

Moments are UTC without a zone, as databases keep them; what has a wall clock takes the zone beside.
"""
