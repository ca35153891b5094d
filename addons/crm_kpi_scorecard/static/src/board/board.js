import {Component, onMounted, onWillStart, onWillUnmount, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {downloadFile} from "@web/core/network/download";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {BoardCell} from "./board_cell";
import {FILTERS, chosenAtFirst, inUrl, question, settle} from "./board_choice";
import {BoardExplain} from "./board_explain";
import {
    cellOf,
    colourOf,
    forecastText,
    moment,
    periodName,
    remarks,
    valueText,
} from "./board_format";
import {steps} from "./board_keys";
import {boardPicture} from "./board_picture";

const MODEL = "crm.kpi.board";
const NEW_FIGURES = "crm_kpi_scorecard/new";
// A run of the scheduler tells several times; the board is read once.
export const SOON = 2000;

/** Subjects by KPIs: what is as it should be, what is not, and why. */
export class Board extends Component {
    static template = "crm_kpi_scorecard.Board";
    static components = {BoardCell, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.bus = useService("bus_service");
        this.keepLast = new KeepLast();
        this.grid = useRef("grid");
        Object.assign(this, {cellOf, moment});
        this.chosen = useState(chosenAtFirst(this.props));
        this.state = useState({
            settings: null,
            told: null,
            asked: null,
            busy: false,
            stale: false,
            at: {row: 0, column: 0},
        });
        useSetupAction({getLocalState: () => ({...this.chosen})});
        onWillStart(() => this.start());
        this.listen();
    }

    /** Read the board again when there are new figures of this company. */
    listen() {
        const soon = useDebounced(() => this.refresh(), SOON);
        const heard = ({company_id: company}) => {
            if (company === this.state.told?.company.id) {
                soon();
            }
        };
        onMounted(() => this.bus.subscribe(NEW_FIGURES, heard));
        onWillUnmount(() => this.bus.unsubscribe(NEW_FIGURES, heard));
    }

    // ------------------------------------------------------------------
    // What is asked
    // ------------------------------------------------------------------

    async start() {
        const settings = await this.orm.call(MODEL, "board_settings", []);
        this.state.settings = settings;
        Object.assign(this.chosen, settle(this.chosen, settings));
        await this.load();
    }

    get hasKpis() {
        const {levels, kinds} = this.state.settings;
        return Boolean(levels.length && kinds.length);
    }

    choose(values) {
        Object.assign(this.chosen, {offset: 0, ...values});
        this.props.updateActionState?.(inUrl(this.chosen));
        return this.load();
    }

    chooseId(name, value) {
        return this.choose({[name]: Number(value)});
    }

    async load() {
        if (!this.hasKpis) {
            return;
        }
        this.state.busy = true;
        try {
            await this.read(this.orm);
        } finally {
            this.state.busy = false;
        }
    }

    async read(orm) {
        const asked = question(this.chosen, user.activeCompany.id);
        const told = await this.keepLast.add(orm.call(MODEL, "board", [asked]));
        // Money at a glance; the explanation of a cell has it exactly.
        told.rough = {...told.company.currency, isRough: true};
        const at = {row: 0, column: 0};
        const {row, column} = this.state.at;
        if (row < told.rows.length && column < told.columns.length) {
            Object.assign(at, {row, column});
        }
        Object.assign(this.state, {told, asked, at, stale: false});
    }

    /** Quietly: who looks at the board did not ask for it. */
    async refresh() {
        try {
            await this.read(this.orm.silent);
        } catch {
            this.state.stale = true;
        }
    }

    async computeNow() {
        this.action.doAction(await this.orm.call("crm.kpi.snapshot", "action_compute_now", []));
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------

    get display() {
        return {controlPanel: {}};
    }

    /** The filters that say something at this level: `{name, label, none, choices}`. */
    get filters() {
        const {teams, products, sources} = this.state.settings;
        return [
            {name: "team_id", label: _t("Sales team"), none: _t("All teams"), choices: teams},
            {name: "product_id", label: _t("Product"), none: _t("All products"), choices: products},
            {name: "source_id", label: _t("Source"), none: _t("All sources"), choices: sources},
        ].filter(({name, choices}) => choices.length && FILTERS[name] !== this.chosen.level);
    }

    get isFiltered() {
        return Object.keys(FILTERS).some((name) => this.state.asked[name]);
    }

    get period() {
        const {kind, period} = this.state.told;
        return periodName(kind, period.start);
    }

    /** Nothing has happened yet after the period of today. */
    get isLast() {
        const {period} = this.state.told;
        return period.is_open || period.start > this.state.settings.today;
    }

    get levelName() {
        return this.state.settings.levels.find(({id}) => id === this.chosen.level)?.name || "";
    }

    get empty() {
        const {told, settings} = this.state;
        if (!told.columns.length) {
            return "columns";
        }
        if (told.rows.length) {
            return "";
        }
        if (this.isFiltered) {
            return "filters";
        }
        if (!told.computed_at) {
            return settings.is_manager ? "compute" : "wait";
        }
        return settings.is_manager ? "period" : "rights";
    }

    get page() {
        const {told} = this.state;
        const first = this.chosen.offset;
        const last = first + told.rows.length;
        return told.total > told.rows.length ? {first, last, total: told.total} : null;
    }

    cellClass(cell) {
        const colour = colourOf(cell);
        return colour ? `o_kpi_board_cell o_kpi_band_${colour}` : "o_kpi_board_cell";
    }

    text(cell, column) {
        return valueText(cell, column, this.state.told.rough);
    }

    cellLabel(row, column, cell) {
        const said = [this.text(cell, column), cell.meaning, ...remarks(cell)].filter(Boolean);
        return `${row.name}, ${column.name}: ${said.join(", ")}`;
    }

    cellTitle(cell, column) {
        const forecast = forecastText(cell, column, this.state.told.rough);
        return [cell.meaning, cell.advice, forecast, cell.error].filter(Boolean).join("\n");
    }

    // ------------------------------------------------------------------
    // From cell to cell
    // ------------------------------------------------------------------

    tabIndex(row, column) {
        const {at} = this.state;
        return at.row === row && at.column === column ? "0" : "-1";
    }

    onKeydown(ev, row, column) {
        const {rows, columns} = this.state.told;
        const goes = steps(row, column, columns.length - 1);
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.explain(rows[row], columns[column]);
        } else if (goes[ev.key]) {
            ev.preventDefault();
            this.goTo(...goes[ev.key]);
        }
    }

    goTo(row, column) {
        const cell = this.grid.el.querySelector(`[data-at="${row}:${column}"]`);
        if (cell) {
            this.state.at = {row, column};
            cell.focus();
        }
    }

    onCellClick(row, column) {
        const {told} = this.state;
        this.state.at = {row, column};
        return this.explain(told.rows[row], told.columns[column]);
    }

    async explain(row, column) {
        const {asked, told} = this.state;
        const about = {
            ...asked,
            date_from: told.period.start,
            definition_id: column.id,
            subject: row.subject,
        };
        const explained = await this.orm.call(MODEL, "explain", [about]);
        this.dialog.add(BoardExplain, {
            explained,
            column,
            cell: cellOf(row, column),
            kind: told.kind,
            currency: told.company.currency,
            open: (which) => this.openRecords({...about, which}),
        });
    }

    async openRecords(about) {
        this.action.doAction(await this.orm.call(MODEL, "open_records", [about]));
    }

    // ------------------------------------------------------------------
    // Taken away
    // ------------------------------------------------------------------

    get sheetUrl() {
        const asked = {...this.state.asked, date_from: this.state.told.period.start};
        return `/crm_kpi/board.xlsx?params=${encodeURIComponent(JSON.stringify(asked))}`;
    }

    print() {
        window.print();
    }

    savePicture() {
        const {told} = this.state;
        const canvas = boardPicture({
            title: `${told.company.name} · ${this.levelName} · ${this.period}`,
            told,
            text: (cell, column) => this.text(cell, column),
            root: this.grid.el,
        });
        const name = `${_t("Scorecard")} ${told.company.name} ${told.period.label}.png`;
        canvas.toBlob((blob) => downloadFile(blob, name, "image/png"), "image/png");
    }
}

registry.category("actions").add("crm_kpi_scorecard.board", Board);
