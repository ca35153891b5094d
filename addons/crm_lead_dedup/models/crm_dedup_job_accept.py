# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import api, fields, models

# Short enough that a press on Cancel is not felt, and that two people can work side by side.
SLICE_SECONDS = 3
SHOWN_FAILURES = 3


class CrmDedupJob(models.Model):
    """Accepts certain duplicates in slices, in the name and with the rights of who asked for it."""

    _inherit = "crm.dedup.job"

    kind = fields.Selection(
        selection_add=[("accept", "Accept what is certain")], ondelete={"accept": "cascade"}
    )
    phase = fields.Selection(selection_add=[("accept", "Merging")])

    @api.model
    def _start_accept(self, cluster_ids):
        """A job that accepts these clusters."""
        job = self.create(
            {
                "kind": "accept",
                "phase": "accept",
                "total": len(cluster_ids),
                "user_id": self.env.uid,
                "progress_data": {
                    "clusters": cluster_ids,
                    "next": 0,
                    "merges": [],
                    "failed": [],
                    "companies": self.env.companies.ids,
                },
            }
        )
        self._wake()
        return job

    def _slice(self, work):
        if self.kind != "accept":
            return super()._slice(work)
        return self._accept_slice()

    def _accept_slice(self):
        """Some clusters; tells whether there are more."""
        state = dict(self.progress_data)
        until = time.monotonic() + SLICE_SECONDS
        clusters, position = state["clusters"], state["next"]
        while position < len(clusters) and time.monotonic() < until:
            self._accept_one(clusters[position], state)
            position += 1
        state["next"] = position
        more = position < len(clusters)
        now = fields.Datetime.now()
        self.write(
            {
                "progress_data": state,
                "done": position,
                "state": "running" if more else "done",
                "message": self._accept_message(state),
                "started_at": self.started_at or now,
                "phase_at": self.phase_at or now,
                "ended_at": False if more else now,
                "statistics": {"merged": len(state["merges"]), "failed": len(state["failed"])},
            }
        )
        self._tell()
        return more

    def _accept_one(self, cluster_id, state):
        """One cluster; what went wrong with it stops no other."""
        clusters = self.env["crm.dedup.cluster"].with_user(self.user_id)
        clusters = clusters.with_context(
            allowed_company_ids=state["companies"], lang=self.user_id.lang
        )
        cluster = clusters.search([("id", "=", cluster_id), ("state", "=", "open")])
        if not cluster:
            return
        answer = cluster._review_accept()
        if answer.get("blockers"):
            state["failed"] = [*state["failed"], [cluster_id, " ".join(answer["blockers"])]]
        else:
            done = [step["merge"] for step in answer["undo"] if "merge" in step]
            state["merges"] = [*state["merges"], *done]

    def _accept_message(self, state):
        """The result in a sentence, in the language of who asked."""
        env = self.with_context(lang=self.user_id.lang).env
        if not state["failed"]:
            return env._("%(done)s merged or linked", done=len(state["merges"]))
        reasons = [reason for _cluster, reason in state["failed"][:SHOWN_FAILURES]]
        return env._(
            "%(done)s merged or linked, %(failed)s left to review: %(reasons)s",
            done=len(state["merges"]),
            failed=len(state["failed"]),
            reasons=" ".join(dict.fromkeys(reasons)),
        )

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------

    @api.model
    def review_state(self, job_id):
        """How far a job is, for those who may see the review screen."""
        self.env["crm.dedup.cluster"].check_access("read")
        return self.browse(job_id)._review_job()

    def _review_job(self):
        """The job as the progress bar shows it."""
        self.ensure_one()
        job = self.sudo()
        kinds = dict(job._fields["kind"]._description_selection(self.env))
        phases = dict(job._fields["phase"]._description_selection(self.env))
        mine = job.user_id == self.env.user
        return {
            "id": job.id,
            "kind": job.kind,
            "state": job.state,
            "label": kinds[job.kind],
            "phase": phases.get(job.phase, ""),
            "progress": round(job.progress, 1),
            "done": job.done,
            "total": job.total,
            "seconds_left": job.seconds_left,
            "message": job.message or "",
            "editable": self.has_access("write") or (mine and job.kind == "accept"),
            "result_action": job._accept_result_action() if mine else False,
        }

    def _accept_result_action(self):
        """The merges of an accepting job, each with its undo."""
        merges = (self.progress_data or {}).get("merges")
        if self.kind != "accept" or not merges:
            return False
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accepted duplicates"),
            "res_model": "crm.dedup.merge",
            "domain": [("id", "in", merges)],
            "views": [(False, "list"), (False, "form")],
        }

    def review_press(self, button):
        """Cancel or go on, for who started it and for who may scan."""
        self.ensure_one()
        job = self.sudo() if self._review_job()["editable"] else self
        job.action_cancel() if button == "cancel" else job.action_resume()
        return self._review_job()

    def _tell(self):
        """Everything the bar shows, in the language of who looks at it."""
        user = self.user_id
        values = self.with_user(user).with_context(lang=user.lang)._review_job()
        user._bus_send("crm_lead_dedup.job", values)
