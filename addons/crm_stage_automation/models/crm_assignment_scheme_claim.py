# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmAssignmentScheme(models.Model):
    """Who may take which leads of the claim list."""

    _inherit = "crm.assignment.scheme"

    def _claim(self, leads):
        """Give leads to the user who asks for them.

        :param leads: those that lie in this queue, or in none when ``self`` is empty.
        :return: (the leads that he has got, why he did not get the others, or False)
        """
        none = leads.browse()
        # Of those who press at once only one gets the lock; nobody waits for him.
        free = leads.try_lock_for_update(allow_referencing=True) if self else none
        free.invalidate_recordset(["user_id", "assignment_state"])
        free = free.filtered(lambda lead: lead.assignment_state == "offered" and not lead.user_id)
        faster = len(free) < len(leads) and self.env._("Somebody else was faster.")
        if not free:
            return none, faster
        seats = self.seat_ids.filtered(lambda seat: seat.user_id == self.env.user)
        if not seats:
            return none, self.env._("These leads are for other people.")
        people, _off_duty = self._people(seats)
        room = people[self.env.uid].room
        mine = free if room is None else free[:room]
        mine.sudo(False).write({"user_id": self.env.uid, "team_id": self.team_id.id})
        if mine < free:
            return mine, self.env._("You have as many leads as you may have.")
        return mine, faster
