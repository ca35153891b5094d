import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {CallChart} from "./call_chart";
import {columns, PERIODS, SERIES, tiles} from "./dashboard_figures";
import {FigureTable} from "./figure_table";

const MODEL = "telephony.statistics";

/** Figures of calls over a period; each opens the calls it counts. */
export class CallDashboard extends Component {
    static template = "crm_telephony_bridge.CallDashboard";
    static components = {CallChart, FigureTable, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.env.config.setDisplayName(_t("Call Statistics"));
        this.periods = PERIODS;
        this.series = SERIES;
        this.keepLast = new KeepLast();
        const wanted = {period: "week", first: "", last: "", team: 0, ...this.props.state?.wanted};
        this.state = useState({wanted, told: null});
        // Back from a list of calls, the same figures are there.
        useSetupAction({getLocalState: () => ({wanted: {...this.state.wanted}})});
        onWillStart(() => this.load());
    }

    get display() {
        return {controlPanel: {}};
    }

    async load() {
        const {period, first, last, team} = this.state.wanted;
        const told = this.orm.call(MODEL, "read_statistics", [period, first, last, team]);
        this.state.told = await this.keepLast.add(told);
    }

    choose(values) {
        const {wanted, told} = this.state;
        if (values.period === "own" && told) {
            // The days shown now are where a choice of days begins.
            Object.assign(wanted, {first: told.first, last: told.last});
        }
        Object.assign(wanted, values);
        return this.load();
    }

    chooseTeam(value) {
        return this.choose({team: Number(value)});
    }

    get isEmpty() {
        const {figures, deals} = this.state.told;
        return !figures.total && !deals.won;
    }

    get tiles() {
        return tiles(this.state.told);
    }

    /** Tables with something to compare; people always. */
    get tables() {
        const {people, teams, lines} = this.state.told;
        const common = columns();
        return [
            {name: "people", title: _t("Per Person"), head: _t("Person"), rows: people},
            {name: "teams", title: _t("Per Team"), head: _t("Team"), rows: teams},
            {name: "lines", title: _t("Per Line"), head: _t("Line"), rows: lines},
        ]
            .filter(({name, rows}) => rows.length > (name === "people" ? 0 : 1))
            .map((table) => ({
                ...table,
                columns: table.name === "people" ? columns({deals: true}) : common,
            }));
    }

    /** Open what a figure counts, of all calls or of one row. */
    open(name, row) {
        const {told} = this.state;
        const isDeal = name in told.deals.domains;
        const known = isDeal ? told.deals : told;
        const own = isDeal ? row?.deal_domain : row?.domain;
        const parts = [...known.domain, ...known.domains[name], ...(own || [])];
        this.action.doAction({
            type: "ir.actions.act_window",
            name: row ? `${known.names[name]}: ${row.label}` : known.names[name],
            res_model: isDeal ? "crm.lead" : "telephony.call",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: parts,
            context: {create: false, active_test: false},
        });
    }
}

registry.category("actions").add("crm_telephony_bridge.dashboard", CallDashboard);
