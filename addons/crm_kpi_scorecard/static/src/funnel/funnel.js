import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {days} from "./funnel_format";
import {FunnelStep} from "./funnel_step";

const MODEL = "crm.kpi.funnel";
const CUSTOM = "custom";
const USER = "user:";

/** The stages, and how many deals reach them: of a cohort or of a period, alone or compared. */
export class Funnel extends Component {
    static template = "crm_kpi_scorecard.Funnel";
    static components = {FunnelStep, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.chosen = useState({
            basis: "cohort",
            preset: "this_quarter",
            date_from: "",
            date_to: "",
            team_id: 0,
            user_id: 0,
            compare: "",
            ...this.props.state,
        });
        this.state = useState({told: null, options: null, busy: false});
        useSetupAction({getLocalState: () => ({...this.chosen})});
        onWillStart(() => this.start());
    }

    // ------------------------------------------------------------------
    // What is asked
    // ------------------------------------------------------------------

    get company() {
        return {company_id: user.activeCompany.id};
    }

    get isCustom() {
        return this.chosen.preset === CUSTOM;
    }

    /** Two days that can be asked for; an empty date field, or days the wrong way round, cannot. */
    get isAskable() {
        const {date_from: first, date_to: last} = this.chosen;
        return Boolean(first && last && first <= last);
    }

    get asked() {
        const {basis, date_from, date_to, team_id, user_id, compare} = this.chosen;
        const asked = {...this.company, basis, date_from, date_to, team_id, user_id};
        if (compare) {
            asked.compare = compare.startsWith(USER)
                ? {user_id: Number(compare.slice(USER.length))}
                : compare;
        }
        return asked;
    }

    async start() {
        this.state.options = await this.orm.call(MODEL, "options", [this.company]);
        if (!this.isCustom) {
            this.takePreset();
        }
        await this.load();
    }

    takePreset() {
        const {presets} = this.state.options;
        const found = presets.find(({key}) => key === this.chosen.preset) || presets[0];
        Object.assign(this.chosen, {date_from: found.date_from, date_to: found.date_to});
    }

    choose(values) {
        Object.assign(this.chosen, values);
        if (values.preset && !this.isCustom) {
            this.takePreset();
        }
        return this.load();
    }

    chooseId(name, value) {
        return this.choose({[name]: Number(value)});
    }

    async load() {
        if (!this.isAskable) {
            return;
        }
        this.state.busy = true;
        try {
            const asking = this.orm.call(MODEL, "funnel", [this.asked]);
            this.state.told = await this.keepLast.add(asking);
        } finally {
            this.state.busy = false;
        }
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------

    get display() {
        return {controlPanel: {}};
    }

    get series() {
        const {told} = this.state;
        return told.compared ? [told, told.compared] : [told];
    }

    get steps() {
        return this.state.told.stages.map((stage, index) => ({
            id: stage.id,
            rows: this.series.map((told, number) => ({
                key: number,
                label: this.series.length > 1 ? this.label(told) : "",
                stage: told.stages[index],
                asked: told,
            })),
        }));
    }

    /** What differs between two series: the person, or the days. */
    label(told) {
        const {told: first} = this.state;
        if (first.user_id === first.compared.user_id) {
            return days(told);
        }
        const {people} = this.state.options;
        return people.find(({id}) => id === told.user_id)?.name || _t("Everybody");
    }

    get most() {
        return Math.max(...this.series.flatMap(({stages}) => stages.map((one) => one.reached)));
    }

    get isEmpty() {
        const nothing = ({total, stages}) =>
            !total.created && !total.won && !stages.some((one) => one.entered || one.lost);
        return this.series.every(nothing);
    }

    get heading() {
        const when = days(this.state.told);
        return this.state.told.basis === "cohort"
            ? _t("Deals made %s, whatever happened to them later", when)
            : _t("What happened %s, to deals of any age", when);
    }

    /** List the deals behind a figure. */
    async open(told, about) {
        const {company_id, basis, date_from, date_to, team_id, user_id} = told;
        const asked = {company_id, basis, date_from, date_to, team_id, user_id, ...about};
        this.action.doAction(await this.orm.call(MODEL, "open_records", [asked]));
    }
}

registry.category("actions").add("crm_kpi_scorecard.funnel", Funnel);
