import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {useBus} from "@web/core/utils/hooks";
import {toRaw, useState} from "@odoo/owl";
import {BandEditor} from "./band_editor";
import {faults} from "./bands";
import {isNumber, plain} from "./decimal";
import {repaired, rowsOf, scaleOf} from "./scale";

/** The numbers of a record as the texts of a scale. */
function limitsOf({has_low, low, has_high, high}) {
    return {
        low: has_low && isNumber(low) ? plain(low) : null,
        high: has_high && isNumber(high) ? plain(high) : null,
    };
}

/** The bands of a set as a scale to drag, above the list of them; saved with the form. */
export class KpiBandsField extends X2ManyField {
    static template = "crm_kpi_scorecard.KpiBandsField";
    static components = {...X2ManyField.components, BandEditor};

    setup() {
        super.setup();
        // What is being written into the records; they change one after the other.
        this.edited = useState({scale: null});
        this.writing = Promise.resolve();
        // Whoever saves waits until all records have what the scale shows.
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) =>
            detail.proms.push(this.writing)
        );
    }

    get range() {
        return limitsOf(this.props.record.data);
    }

    get rows() {
        return this.list.records.map(({id, data}) => ({
            key: id,
            ...limitsOf(data),
            low_in: data.low_included,
            high_in: data.high_included,
            colour: data.colour || "grey",
            sign: data.sign || "",
            name: data.name || "",
        }));
    }

    get scale() {
        return this.edited.scale || scaleOf(this.rows, this.range);
    }

    /** What is wrong with the list, in words. */
    get faults() {
        const name = (band) => `“${band?.name || band?.sign || _t("no name")}”`;
        const says = {
            gap: ({first, second}) =>
                _t("Between %(first)s and %(second)s there are values without a band.", {
                    first: name(first),
                    second: name(second),
                }),
            overlap: ({first, second}) =>
                _t("%(first)s and %(second)s have values in common.", {
                    first: name(first),
                    second: name(second),
                }),
            empty: ({first}) => _t("No value can be in %s.", name(first)),
            start: () => _t("The lowest band does not begin where the scale begins."),
            end: () => _t("The highest band does not end where the scale ends."),
        };
        const {low, high} = this.range;
        return faults(this.rows, low, high).map((fault) => says[fault.kind](fault));
    }

    repair() {
        return this.change(repaired(this.rows, this.range), true);
    }

    change(scale, isFinal) {
        this.edited.scale = scale;
        if (isFinal) {
            this.writing = this.writing.then(() => this.finish(scale));
        }
        return this.writing;
    }

    async finish(scale) {
        try {
            await this.write(scale);
        } finally {
            // Unless it was changed further meanwhile.
            if (toRaw(this.edited.scale) === toRaw(scale)) {
                this.edited.scale = null;
            }
        }
    }

    /** The records as the scale has them: changed, added, deleted. */
    async write(scale) {
        const rows = rowsOf(scale);
        const kept = new Set(rows.map(({key}) => key));
        for (const record of this.list.records.filter(({id}) => !kept.has(id))) {
            await this.list.delete(record);
        }
        for (const [sequence, row] of rows.entries()) {
            const record =
                this.list.records.find(({id}) => id === row.key) ||
                (await this.list.addNewRecord({
                    context: {default_name: row.name, default_colour: row.colour},
                    mode: "readonly",
                    position: "bottom",
                }));
            await this.writeRow(record, row, sequence);
        }
    }

    writeRow(record, row, sequence) {
        const wanted = {
            sequence,
            has_low: row.low !== null,
            low: Number(row.low || 0),
            low_included: row.low_in,
            has_high: row.high !== null,
            high: Number(row.high || 0),
            high_included: row.high_in,
            colour: row.colour,
            sign: row.sign,
            name: row.name,
        };
        const changes = Object.entries(wanted).filter(
            ([name, value]) => name in record.activeFields && record.data[name] !== value
        );
        return changes.length ? record.update(Object.fromEntries(changes)) : null;
    }
}

export const kpiBandsField = {
    ...x2ManyField,
    component: KpiBandsField,
    displayName: _t("Scale of bands"),
    supportedTypes: ["one2many"],
    additionalClasses: ["o_field_one2many"],
};

registry.category("fields").add("kpi_bands", kpiBandsField);
