import {Component} from "@odoo/owl";

/** A table of figures; each one opens what it counts. */
export class FigureTable extends Component {
    static template = "crm_telephony_bridge.FigureTable";
    static props = {
        title: String,
        head: String,
        rows: Array,
        columns: Array,
        onPick: Function,
    };

    /** The figure as it is shown. */
    shown(column, row) {
        const value = column.read(row);
        return column.format ? column.format(value, row) : value;
    }

    /** Only a count of something opens a list. */
    opens(column, row) {
        return Boolean(column.name && column.read(row));
    }
}
