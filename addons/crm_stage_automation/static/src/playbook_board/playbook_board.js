import {Component, onMounted, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSortable} from "@web/core/utils/sortable_owl";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {allRules, ruleMoves, stepMoves} from "./board_moves";
import {RuleCard} from "./rule_card";

const PLAYBOOK = "crm.playbook";
const RULE = "crm.playbook.rule";
const STEP = "crm.playbook.step";

function idOf(element, name) {
    return Number(element?.dataset[name]) || false;
}

/** A playbook as a board: the stages as columns, its rules and their steps under them. */
export class PlaybookBoard extends Component {
    static template = "crm_stage_automation.PlaybookBoard";
    static components = {Layout, RuleCard};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.root = useRef("root");
        this.keepLast = new KeepLast();
        const {team = 0, preview = false} = this.props.state || {};
        this.state = useState({team, preview, told: null, dates: undefined, busy: false, said: ""});
        useSetupAction({
            getLocalState: () => ({team: this.state.team, preview: this.state.preview}),
        });
        this.sortSteps();
        this.sortRules();
        // Where something was moved by keyboard, one goes on from there.
        this.toFocus = "";
        useEffect(
            () => {
                if (this.toFocus) {
                    this.root.el?.querySelector(this.toFocus)?.focus();
                }
                this.toFocus = "";
            },
            () => [this.state.told]
        );
        onWillStart(() => this.id && this.load());
        onMounted(() => this.id || this.leave());
    }

    sortSteps() {
        useSortable({
            enable: () => this.editable,
            ref: this.root,
            elements: ".o_playbook_step",
            groups: ".o_playbook_steps",
            connectGroups: true,
            cursor: "move",
            onDrop: ({element, next, parent}) =>
                this.moveStep(idOf(element, "step"), {
                    rule: idOf(parent.closest(".o_playbook_rule"), "rule"),
                    before: idOf(next, "step"),
                }),
        });
    }

    sortRules() {
        useSortable({
            enable: () => this.editable,
            ref: this.root,
            elements: ".o_playbook_rule",
            groups: ".o_playbook_column",
            handle: ".o_playbook_handle",
            connectGroups: true,
            cursor: "move",
            onDrop: ({element, group, next, parent}) =>
                this.moveRule(idOf(element, "rule"), idOf(group, "stage") || 0, {
                    stage: idOf(parent, "stage") || 0,
                    before: idOf(next, "rule"),
                }),
        });
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------

    get id() {
        return this.props.action.context.active_id;
    }

    get display() {
        return {controlPanel: {}};
    }

    get editable() {
        return Boolean(this.state.told?.editable);
    }

    get rules() {
        return allRules(this.state.told.columns);
    }

    async load() {
        const args = [[this.id], this.state.team];
        const asked = [this.orm.call(PLAYBOOK, "read_board", args)];
        if (this.state.preview) {
            asked.push(this.orm.call(PLAYBOOK, "preview_dates", args));
        }
        const [told, dates] = await this.keepLast.add(Promise.all(asked));
        this.state.told = told;
        this.state.dates = dates && Object.fromEntries(dates.map((one) => [one.step, one]));
        this.env.config.setDisplayName(told.name);
    }

    /** An address without a playbook leads to the list of them. */
    leave() {
        this.action.doAction("crm_stage_automation.crm_playbook_action", {clearBreadcrumbs: true});
    }

    chooseTeam(value) {
        this.state.team = Number(value);
        return this.load();
    }

    togglePreview() {
        this.state.preview = !this.state.preview;
        return this.load();
    }

    // ------------------------------------------------------------------
    // Moving
    // ------------------------------------------------------------------

    stepMoves(rule, step) {
        return stepMoves(rule, step, this.rules).map((move) => ({
            ...move,
            run: () =>
                this.goAlong(`[data-step='${step.id}'] button`, this.moveStep(move.step, move)),
        }));
    }

    ruleMoves(rule, stage) {
        return ruleMoves(rule, stage, this.state.told.columns).map((move) => ({
            ...move,
            run: () =>
                this.goAlong(
                    `[data-stage='${move.stage}'] [data-rule='${rule.id}'] button`,
                    this.moveRule(rule.id, stage, move)
                ),
        }));
    }

    goAlong(selector, moving) {
        this.toFocus = selector;
        return moving;
    }

    moveStep(step, {rule, before}) {
        return this.change(STEP, "move_to", [[step], rule, before]);
    }

    moveRule(rule, origin, {stage, before}) {
        return this.change(RULE, "move_to", [[rule], stage, origin, before]);
    }

    /** Let the server move something, and show the board as it is then, also when it refused. */
    async change(model, method, args, said = _t("Moved.")) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.said = "";
        try {
            await this.orm.call(model, method, args);
            this.state.said = said;
        } finally {
            this.state.busy = false;
            await this.load();
        }
    }

    // ------------------------------------------------------------------
    // Editing
    // ------------------------------------------------------------------

    openRule(rule, stage) {
        const context = {default_playbook_id: this.id};
        if (stage) {
            Object.assign(context, {default_trigger: "entered", default_stage_ids: [stage]});
        } else if (!rule) {
            context.default_trigger = "created";
        }
        this.openForm(RULE, rule, rule ? _t("Rule") : _t("New Rule"), context);
    }

    openStep(rule, step) {
        const last = Math.max(0, ...rule.steps.map(({sequence}) => sequence));
        const context = {default_rule_id: rule.id, default_sequence: last + 1};
        this.openForm(STEP, step, step ? _t("Step") : _t("New Step"), context);
    }

    openForm(resModel, record, title, context) {
        this.dialog.add(FormViewDialog, {
            resModel,
            resId: record?.id || false,
            title,
            context,
            readonly: !this.editable,
            preventEdit: !this.editable,
            onRecordSaved: () => this.load(),
            // A rule may have been paused or its steps cancelled by the form's own buttons.
            onRecordDiscarded: () => this.load(),
        });
    }

    removeStep(step) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take out “%s”?", step.name),
            body: _t("Where it waits it is cancelled. What it did stays in the log."),
            confirmLabel: _t("Take Out"),
            confirm: () => this.change(STEP, "action_archive", [[step.id]], _t("Taken out.")),
            cancel: () => {},
        });
    }
}

registry.category("actions").add("crm_stage_automation.playbook_board", PlaybookBoard);
