import {ActivityMarkAsDone} from "@mail/core/web/activity_markasdone_popover";
import {patch} from "@web/core/utils/patch";

/*
 * Who finishes the last activity of a deal is asked at once what comes next, where a playbook cares
 * for deals without a next activity.
 */
patch(ActivityMarkAsDone.prototype, {
    async onClickDone() {
        const {activity, close, onActivityChanged, onClickDoneAndScheduleNext} = this.props;
        const {res_id: id, res_model: model} = activity;
        const {orm, "mail.store": store} = this.env.services;
        await super.onClickDone();
        if (model !== "crm.lead" || !(await orm.call(model, "wants_next_activity", [[id]]))) {
            return;
        }
        onClickDoneAndScheduleNext?.();
        close?.();
        await store.scheduleActivity(model, [id]);
        onActivityChanged(store.Thread.insert({model, id}));
    },
});
