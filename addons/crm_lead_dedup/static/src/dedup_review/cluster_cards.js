import {Component, useEffect, useRef} from "@odoo/owl";
import {formatDate, deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {MatchBar} from "./match_bar";

const FATES = {
    chosen: {className: "o_dedup_chosen", icon: "fa-check"},
    kept: {className: "o_dedup_kept", label: _t("kept too")},
    united: {className: "o_dedup_kept"},
    lost: {className: "o_dedup_lost"},
    same: {className: "o_dedup_same"},
};

const STATUSES = {
    open: "text-bg-info",
    won: "text-bg-success",
    lost: "text-bg-danger",
    archived: "text-bg-secondary",
};

/** The cards of a cluster side by side, one row a field. */
export class ClusterCards extends Component {
    static template = "crm_lead_dedup.ClusterCards";
    static components = {MatchBar};
    static props = {
        state: Object,
        rows: Array,
        editable: Boolean,
        onSurvivor: Function,
        onExclude: Function,
        onOpen: Function,
    };

    setup() {
        this.root = useRef("root");
        // The focus follows the cursor, so that screen readers and the page follow it too.
        useEffect(
            (row, column) => {
                const selector = `[data-row="${row}"][data-column="${column}"]`;
                const element = this.root.el.querySelector(selector);
                element?.focus({preventScroll: true});
                element?.scrollIntoView?.({block: "nearest", inline: "nearest"});
            },
            () => [this.props.state.cursor.row, this.props.state.cursor.column]
        );
    }

    get style() {
        return `--o-dedup-cards: ${this.props.state.cards.length}`;
    }

    columnClass(card) {
        const {state} = this.props;
        return {
            o_dedup_survivor: state.isSurvivor(card),
            o_dedup_excluded: state.isExcluded(card),
            o_dedup_masked: !card.readable,
            o_dedup_cursor: state.cursorCard() === card,
        };
    }

    statusClass(card) {
        return STATUSES[card.status.code] || "text-bg-light";
    }

    excludeTitle(card) {
        return this.props.state.isExcluded(card)
            ? _t("Take it back in")
            : _t("This card is somebody else");
    }

    created(card) {
        return card.created ? formatDate(deserializeDateTime(card.created)) : "";
    }

    fate(row, card) {
        return FATES[this.props.state.fate(row, card)] || {};
    }

    cellClass(row, card) {
        return {
            ...this.columnClass(card),
            [this.fate(row, card).className || "o_dedup_empty"]: true,
            o_dedup_cursor: false,
        };
    }

    /** Said to who does not see the colours. */
    cellTitle(row, card) {
        return {
            chosen: _t("Stays"),
            kept: _t("Kept too"),
            united: _t("All are kept"),
            lost: _t("Click to keep this one"),
            same: _t("Says the same"),
        }[this.props.state.fate(row, card)];
    }

    pick(row, card, rowIndex, column) {
        const {state} = this.props;
        Object.assign(state.cursor, {row: rowIndex, column});
        if (this.props.editable) {
            state.pick(row, card);
        }
    }
}
