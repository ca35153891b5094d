import {Component, useState} from "@odoo/owl";
import {formatCurrency} from "@web/core/currency";
import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {TurnoverChart} from "./turnover_chart";

const AGES = [
    ["not_due", _t("Not due yet"), "bg-success"],
    ["d30", _t("Up to 30 days late"), "bg-warning"],
    ["d60", _t("31 to 60 days late"), "o_glance_late"],
    ["d90", _t("61 to 90 days late"), "bg-danger"],
    ["older", _t("More than 90 days late"), "o_glance_old"],
];

/** What a salesperson looks for on a client's card before he calls. */
export class ClientGlance extends Component {
    static template = "crm_counterparty.ClientGlance";
    static components = {TurnoverChart};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.keepLast = new KeepLast();
        this.state = useState({glance: null});
        useRecordObserver((record) => {
            if (record.data.is_handed_over) {
                this.leave(record);
            } else if (record.resId !== this.loadedId || record.data.write_date !== this.loadedAt) {
                // The card does not wait for its figures.
                this.load(record);
            }
        });
    }

    async load(record) {
        this.loadedId = record.resId;
        this.loadedAt = record.data.write_date;
        this.state.glance = record.resId
            ? await this.keepLast.add(this.orm.call("res.partner", "client_glance", [record.resId]))
            : null;
    }

    /** Given to a team that hides its clients: saved, and nobody here sees it any more. */
    leave(record) {
        if (this.hasLeft) {
            return;
        }
        this.hasLeft = true;
        this.notification.add(
            _t("%(client)s is saved and now belongs to a team that hides its clients from you.", {
                client: record.data.name,
            }),
            {type: "info"}
        );
        if (!this.env.inDialog) {
            this.env.config.historyBack();
        }
    }

    get figures() {
        return this.state.glance.figures;
    }

    get hasFigures() {
        return "client_turnover" in this.figures;
    }

    money(amount) {
        return formatCurrency(amount || 0, this.state.glance.currency_id, {digits: [16, 0]});
    }

    /** This period against the one before, in percent; nothing to compare with: null. */
    get change() {
        const {client_turnover: now, client_turnover_previous: before} = this.figures;
        return before > 0 ? Math.round(((now - before) / before) * 100) : null;
    }

    get ages() {
        const ages = this.figures.client_ageing || {};
        const total = AGES.reduce((sum, [name]) => sum + Math.max(0, ages[name] || 0), 0);
        return AGES.filter(([name]) => ages[name] > 0).map(([name, label, color]) => ({
            name,
            color,
            title: `${label}: ${this.money(ages[name])}`,
            width: (ages[name] / total) * 100,
        }));
    }

    get lastContact() {
        const at = this.figures.client_last_contact;
        return at ? this.ago(deserializeDateTime(at)) : _t("none known");
    }

    get activityDate() {
        return this.ago(deserializeDate(this.state.glance.activity.date));
    }

    ago(date) {
        const today = luxon.DateTime.now().startOf("day");
        const days = Math.round(date.startOf("day").diff(today, "days").days);
        const words = new Intl.RelativeTimeFormat(user.lang, {numeric: "auto"});
        return Math.abs(days) < 60
            ? words.format(days, "day")
            : words.format(Math.round(days / 30.44), "month");
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    call(method) {
        return this.action.doActionButton({
            type: "object",
            name: method,
            resModel: "res.partner",
            resId: this.props.record.resId,
            resIds: [this.props.record.resId],
            context: {},
        });
    }
}

export const clientGlance = {
    component: ClientGlance,
    fieldDependencies: [
        {name: "write_date", type: "datetime"},
        {name: "name", type: "char"},
        {name: "is_handed_over", type: "boolean"},
    ],
};
registry.category("view_widgets").add("client_glance", clientGlance);
