import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {duration, money, percent} from "./funnel_format";

// More of them are behind the number of all lost deals.
const REASONS = 3;

/** One stage: how many came so far, of one series or of two side by side. */
export class FunnelStep extends Component {
    static template = "crm_kpi_scorecard.FunnelStep";
    static props = {
        // One row for each series: {key, label, stage, asked}.
        rows: Array,
        most: Number,
        first: Boolean,
        currency: Object,
        open: Function,
    };

    setup() {
        Object.assign(this, {duration, percent});
    }

    get stage() {
        return this.props.rows[0].stage;
    }

    width(stage) {
        return this.props.most ? (stage.reached / this.props.most) * 100 : 0;
    }

    money(amount) {
        return money(amount, this.props.currency);
    }

    reasons(stage) {
        return stage.reasons.slice(0, REASONS);
    }

    barLabel({label, stage}) {
        const name = stage.name;
        const part = percent(stage.conversion_total);
        const said = _t("%(name)s: %(count)s reached, %(part)s of the first stage", {
            name,
            count: stage.reached,
            part,
        });
        return label ? `${label}. ${said}` : said;
    }

    open(row, figure, more = {}) {
        const {name, id} = row.stage;
        const titles = {
            reached: _t("Reached “%s”", name),
            entered: _t("Came to “%s”", name),
            left: _t("Left “%s”", name),
            lost: _t("Lost in “%s”", name),
        };
        const about = {figure, stage_id: id, title: titles[figure], ...more};
        this.props.open(row.asked, about);
    }
}
