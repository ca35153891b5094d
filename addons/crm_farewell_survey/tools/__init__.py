# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pure logic of letters and questionnaires: no database, no framework, no clock, all typed.

Moments are UTC without a zone, as databases keep them; what has a wall clock takes the zone beside.
"""
