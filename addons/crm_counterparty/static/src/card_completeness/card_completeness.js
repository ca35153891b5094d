import {Component, useRef, useState} from "@odoo/owl";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {_t} from "@web/core/l10n/translation";
import {focusField} from "./find_field";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

// Gaps shown before one asks for the others.
const SHOWN = 4;

/** How complete a card is, as a bar: on kanban cards. */
export class CardCompletenessBar extends Component {
    static template = "crm_counterparty.CardCompletenessBar";
    static props = {...standardFieldProps};

    get score() {
        return this.props.record.data[this.props.name] || 0;
    }

    get color() {
        if (this.score === 100) {
            return "bg-success";
        }
        return this.score < 50 ? "bg-danger" : "bg-warning";
    }

    get title() {
        return _t("Completeness: %s%", this.score);
    }
}

/** The bar with what is missing: a click leads to where it is filled in. */
export class CardCompleteness extends Component {
    static template = "crm_counterparty.CardCompleteness";
    static components = {CardCompletenessBar};
    static props = {...standardFieldProps};

    setup() {
        this.root = useRef("root");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({all: false});
    }

    get score() {
        return this.props.record.data[this.props.name] || 0;
    }

    get gaps() {
        return this.props.record.data.card_gaps || [];
    }

    get shownGaps() {
        return this.state.all ? this.gaps : this.gaps.slice(0, SHOWN);
    }

    get moreLabel() {
        return _t("%s more", this.gaps.length - SHOWN);
    }

    titleOf(gap) {
        return gap.stage ? _t("Required from stage %s", gap.stage) : undefined;
    }

    async fill(gap) {
        if (gap.res_id) {
            return this.openCard(gap);
        }
        const form = this.root.el.closest(".o_form_view, .o_form_renderer");
        if (!gap.field || !(await focusField(form, gap.field))) {
            this.notification.add(_t("“%s” is not on this form.", gap.label), {type: "info"});
        }
    }

    /** A gap of another card, the counterparty's tax number, is filled in there. */
    async openCard({model, res_id: resId, label}) {
        const {record} = this.props;
        if (await record.save()) {
            this.dialog.add(FormViewDialog, {
                resModel: model,
                resId,
                title: label,
                onRecordSaved: () => record.load(),
            });
        }
    }
}

const field = {
    displayName: _t("Completeness"),
    supportedTypes: ["integer"],
};

registry.category("fields").add("card_completeness_bar", {
    ...field,
    component: CardCompletenessBar,
});
registry.category("fields").add("card_completeness", {
    ...field,
    component: CardCompleteness,
    fieldDependencies: [{name: "card_gaps", type: "json"}],
});
