import {Component, onMounted, onWillStart, onWillUnmount, useRef, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {formatDate, formatDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {wallValue} from "./wall_value";

const MODEL = "crm.kpi.contest";
const NEW_FIGURES = "crm_kpi_scorecard/new";
// The bus tells at once; this is for a screen that lost its connection.
export const WALL_POLL = 5 * 60 * 1000;
// Messages come in bursts: one of each company and of each contest.
export const WALL_CALM = 500;
// More people stand in several columns and in smaller rows.
const MANY = 12;

const {DateTime} = luxon;

/** The ranks of a contest on a big screen, which keeps itself up to date. */
export class Wall extends Component {
    static template = "crm_kpi_scorecard.Wall";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.root = useRef("root");
        this.keepLast = new KeepLast();
        const {active_id: asked} = this.props.action.context;
        this.state = useState({
            id: this.props.state?.id || asked || 0,
            choices: [],
            told: null,
            stale: false,
        });
        useSetupAction({getLocalState: () => ({id: this.state.id})});
        const listener = useDebounced(() => this.refresh(), WALL_CALM);
        onWillStart(() => this.start());
        onMounted(() => {
            this.bus.subscribe(NEW_FIGURES, listener);
            this.timer = browser.setInterval(listener, WALL_POLL);
        });
        onWillUnmount(() => {
            this.bus.unsubscribe(NEW_FIGURES, listener);
            browser.clearInterval(this.timer);
        });
    }

    async start() {
        this.state.choices = await this.orm.call(MODEL, "wall_choices", []);
        this.state.id = this.state.id || this.state.choices[0]?.id || 0;
        await this.load();
    }

    async load() {
        if (this.state.id) {
            const asking = this.orm.call(MODEL, "leaderboard", [this.state.id]);
            this.state.told = await this.keepLast.add(asking);
            this.state.stale = false;
        }
    }

    /** Read the ranks anew; a screen nobody stands before says only that it could not. */
    async refresh() {
        if (!this.state.id) {
            return;
        }
        try {
            const asking = this.orm.silent.call(MODEL, "leaderboard", [this.state.id]);
            this.state.told = await this.keepLast.add(asking);
            this.state.stale = false;
        } catch {
            this.state.stale = true;
        }
    }

    choose(id) {
        this.state.id = Number(id);
        return this.load();
    }

    /** Leave the contest, or join it again: oneself only. */
    async takePart(method) {
        await this.orm.call(MODEL, method, [[this.state.id]]);
        await this.load();
    }

    toggleFullScreen() {
        return document.fullscreenElement
            ? document.exitFullscreen()
            : this.root.el.requestFullscreen?.();
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------

    get rows() {
        return this.state.told.rows;
    }

    get isMany() {
        return this.rows.length > MANY;
    }

    get isRunning() {
        return this.state.told.state === "running";
    }

    get days() {
        const {date_from: first, date_to: last} = this.state.told;
        return [first, last].map((day) => formatDate(DateTime.fromISO(day))).join(" – ");
    }

    get left() {
        const {days_left: left} = this.state.told;
        if (!this.isRunning) {
            return _t("The contest is over.");
        }
        if (!left) {
            return _t("The last day has passed: the winners are about to be told.");
        }
        return left === 1 ? _t("Today is the last day") : _t("%s days left", left);
    }

    get ranked() {
        const {ranked_at: at} = this.state.told;
        return at ? formatDateTime(DateTime.fromISO(at, {zone: "utc"}).setZone("local")) : "";
    }

    value(row) {
        return wallValue(row.value, this.state.told.kpi);
    }

    rank(row) {
        return row.rank ? `${row.rank}.` : "–";
    }

    note(row) {
        const notes = {
            small: _t("too few yet"),
            no_data: _t("no data yet"),
            error: _t("could not be computed"),
        };
        return notes[row.state] || "";
    }

    rowClass(row) {
        return {"border-primary": row.is_me, o_kpi_wall_wins: this.isWinning(row)};
    }

    isWinning(row) {
        return row.rank > 0 && row.rank <= this.state.told.winners;
    }
}

registry.category("actions").add("crm_kpi_scorecard.wall", Wall);
