import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useDuplicateCheck} from "./duplicate_check_hook";
import {DedupMatch} from "./dedup_match";
import {readValues} from "./watched_values";

// So many rows fit beside a form; the rest is one click away.
const FIRST_ROWS = 3;

/** Likely duplicates of the card on a form, while it is being typed; never in the way. */
export class DedupPanel extends Component {
    static template = "crm_lead_dedup.DedupPanel";
    static components = {DedupMatch};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.check = useDuplicateCheck(this.props, "root");
        this.state = useState({open: null, all: false, dismissed: []});
        useEffect(
            () => {
                Object.assign(this.state, {open: null, all: false, dismissed: []});
            },
            () => [this.check.round]
        );
    }

    get record() {
        return this.props.record;
    }

    /** Open by itself for a new card on a wide screen, until the user folds it. */
    get isOpen() {
        return this.state.open ?? (!this.record.resId && !this.ui.isSmall);
    }

    get dismissed() {
        return [...this.check.answer.dismissed, ...this.state.dismissed];
    }

    get matches() {
        return this.check.answer.matches.filter(
            (match) => !this.dismissed.some((other) => isSame(match, other))
        );
    }

    get rows() {
        return this.state.all ? this.matches : this.matches.slice(0, FIRST_ROWS);
    }

    get hidden() {
        return this.matches.length - this.rows.length;
    }

    get warnings() {
        return this.check.answer.warnings;
    }

    get colleagues() {
        return this.check.answer.colleagues;
    }

    get isVisible() {
        const {matches, warnings, colleagues, dismissed} = this;
        return Boolean(matches.length + warnings.length + colleagues.length + dismissed.length);
    }

    get isSerious() {
        return Boolean(this.warnings.length || this.colleagues.length);
    }

    /** One line that says it all; read out by screen readers as it changes. */
    get summary() {
        const parts = [];
        const related = this.matches.filter((match) => match.relation === "related").length;
        if (this.matches.length > related) {
            parts.push(_t("Likely matches: %s", this.matches.length - related));
        }
        if (related) {
            parts.push(_t("Related: %s", related));
        }
        if (this.colleagues.length) {
            parts.push(this.colleagues[0].text);
        }
        if (!parts.length && this.warnings.length) {
            parts.push(this.warnings[0].text);
        }
        if (!parts.length && this.dismissed.length) {
            parts.push(_t("Not the same: %s", this.dismissed.length));
        }
        return parts.join(" · ");
    }

    toggle() {
        this.state.open = !this.isOpen;
    }

    // ------------------------------------------------------------------
    // What is decided here
    // ------------------------------------------------------------------

    get actions() {
        return {
            link: this.link.bind(this),
            attach: this.attach.bind(this),
            works_at: this.worksAt.bind(this),
            dismiss: this.dismiss.bind(this),
            explain: this.record.resId && this.explain.bind(this),
        };
    }

    callPanel(method, match) {
        const {resModel, resId} = this.record;
        return this.orm.call("crm.dedup.panel", method, [resModel, resId, match.model, match.id]);
    }

    async link(match) {
        if (!(await this.record.save())) {
            return;
        }
        await this.callPanel("link", match);
        await this.record.load();
        this.notification.add(_t("Linked: %s", match.name), {type: "success"});
    }

    /** How the probability of two saved cards comes about, line by line. */
    explain(match) {
        const left = [this.record.resModel, this.record.resId];
        const params = {left, right: [match.model, match.id]};
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "crm_lead_dedup.explain",
            params,
        });
    }

    worksAt(match) {
        return this.record.update({parent_id: {id: match.id, display_name: match.name}});
    }

    async dismiss(match) {
        if (this.record.resId) {
            await this.callPanel("not_same", match);
        }
        this.state.dismissed.push(match);
        this.rememberForSaving();
    }

    async undoDismiss(match) {
        const isOwn = this.state.dismissed.some((other) => isSame(match, other));
        if (this.record.resId) {
            await this.callPanel("undo_not_same", match);
        }
        this.state.dismissed = this.state.dismissed.filter((other) => !isSame(match, other));
        this.rememberForSaving();
        if (!isOwn) {
            await this.record.load();
        }
    }

    /** A card that is not saved yet takes along what was said, to be kept with it. */
    rememberForSaving() {
        if (!this.record.resId) {
            const pairs = this.state.dismissed.map((match) => [match.model, match.id]);
            this.record.update({dedup_not_same: pairs.length ? pairs : false});
        }
    }

    attach(match) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Add to the card there is?"),
            body: _t(
                "What you typed goes to “%s”, and this form is discarded without a new card.",
                match.name
            ),
            confirmLabel: _t("Add and Open"),
            confirm: () => this.attachConfirmed(match),
            cancel: () => {},
        });
    }

    async attachConfirmed(match) {
        const {data, resModel} = this.record;
        const vals = {...readValues(this.record)};
        for (const name of ["name", "description", "comment"]) {
            vals[name] = data[name] ? String(data[name]) : false;
        }
        const action = await this.orm.call("crm.dedup.panel", "attach", [resModel, vals, match.id]);
        await this.record.discard();
        this.env.dialogData?.close();
        await this.action.doAction(action, {stackPosition: "replaceCurrentAction"});
    }
}

function isSame(one, other) {
    return one.model === other.model && one.id === other.id;
}

export const dedupPanel = {
    component: DedupPanel,
    fieldDependencies: [
        {name: "dedup_hint", type: "json", readonly: true},
        {name: "dedup_not_same", type: "json", readonly: false},
    ],
};

registry.category("view_widgets").add("dedup_panel", dedupPanel);
