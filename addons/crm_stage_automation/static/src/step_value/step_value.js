import {Component, useState} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {
    deserializeDate,
    deserializeDateTime,
    serializeDate,
    serializeDateTime,
} from "@web/core/l10n/dates";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const MODEL = "crm.lead";
const LATER = /^\+(\d+)$/;
const YES = ["1", "true", "yes"];

/** The value of a field of deals, kept as text, chosen as it is on the deal. */
export class StepValue extends Component {
    static template = "crm_stage_automation.StepValue";
    static components = {DateTimeInput, RecordSelector};
    static props = {...standardFieldProps};

    setup() {
        this.fields = useService("field");
        this.state = useState({field: null});
        useRecordObserver((record) => this.load(record));
    }

    async load(record) {
        const name = record.data.field_name;
        const known = name ? await this.fields.loadFields(MODEL, {fieldNames: [name]}) : {};
        if (record.data.field_name === name) {
            this.state.field = known[name] || null;
        }
    }

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get words() {
        return this.props.record.data.value_words || this.text;
    }

    get isYes() {
        return YES.includes(this.text.toLowerCase());
    }

    get recordId() {
        return Number(this.text) || false;
    }

    /** So many days after the step is done; false: on a date. */
    get daysLater() {
        const match = LATER.exec(this.text);
        return match ? Number(match[1]) : false;
    }

    get date() {
        if (!this.text || this.daysLater !== false) {
            return false;
        }
        const isDate = this.state.field.type === "date";
        const date = isDate ? deserializeDate(this.text) : deserializeDateTime(this.text);
        return date.isValid ? date : false;
    }

    setText(text) {
        return this.props.record.update({[this.props.name]: text || false});
    }

    setRecord(id) {
        return this.setText(id ? String(id) : "");
    }

    setDate(date) {
        const isDate = this.state.field.type === "date";
        const serialize = isDate ? serializeDate : serializeDateTime;
        return this.setText(date ? serialize(date) : "");
    }

    setDays(days) {
        return this.setText(`+${Math.min(9999, Math.max(0, parseInt(days, 10) || 0))}`);
    }

    setIsLater(isLater) {
        return isLater ? this.setDays(7) : this.setText("");
    }
}

registry.category("fields").add("playbook_value", {
    component: StepValue,
    supportedTypes: ["char"],
    fieldDependencies: [
        {name: "field_name", type: "char"},
        {name: "value_words", type: "char", readonly: true},
    ],
});
