import {onMounted, onWillUnmount, toRaw, useRef, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {isTelling, readValues, watchedFields} from "./watched_values";

// After the last key, before the server is asked.
export const CHECK_DELAY = 300;
const NOTHING = {matches: [], colleagues: [], warnings: [], dismissed: []};

/**
 * Ask the server for likely duplicates whenever what is compared changes on a form.
 *
 * A saved card brings its answer along (`dedup_hint`), so nothing is asked until something is
 * changed. An answer that was overtaken by a newer question is dropped; an error is only noted.
 *
 * @param {Object} props of a view widget, with `record`
 * @param {String} rootName name of the `t-ref` by which the form is found
 * @returns {Object} reactive state: `answer`, `failed`, `checking`, and `round`, which changes
 *      with the card
 */
export function useDuplicateCheck(props, rootName) {
    const orm = useService("orm");
    const root = useRef(rootName);
    const state = useState({answer: NOTHING, failed: false, checking: false, round: 0});
    const answers = new KeepLast();
    let record = props.record;
    let typed = {};
    let timer = null;
    // The card on the form: its id, the answer that came with it, its values when it came.
    let card = {};
    let asked = null;
    // Whether it was counted that this form has shown something: once is enough.
    let logged = false;

    function show(answer, failed = false) {
        Object.assign(state, {answer: {...NOTHING, ...answer}, failed, checking: false});
    }

    /** Show what is known without asking; answers that are still on their way are dropped. */
    function showKnown(answer) {
        answers.add(new Promise(() => {}));
        show(answer, Boolean(answer?.failed));
    }

    async function ask(values) {
        timer = null;
        state.checking = true;
        const question = orm.silent.call("crm.dedup.panel", "check", [
            record.resModel,
            values,
            record.resId || false,
            !logged,
        ]);
        try {
            const answer = await answers.add(question);
            logged ||= Boolean(answer.matches.length);
            show(answer);
        } catch {
            show(state.answer, true);
        }
    }

    function lookAgain() {
        const values = readValues(record, typed);
        const key = JSON.stringify(values);
        if (key === asked) {
            return;
        }
        asked = key;
        browser.clearTimeout(timer);
        if (key === card.key) {
            showKnown(card.hint);
        } else if (isTelling(values)) {
            timer = browser.setTimeout(() => ask(values), CHECK_DELAY);
        } else {
            showKnown(NOTHING);
        }
    }

    /** Another card, or the same one loaded anew or saved: what came with it is the answer. */
    function take(hint) {
        const key = record.resId ? JSON.stringify(readValues(record)) : null;
        if (card.resId !== record.resId || card.record !== toRaw(record)) {
            state.round++;
            logged = false;
        }
        card = {record: toRaw(record), resId: record.resId, hint, key};
        typed = {};
        browser.clearTimeout(timer);
        asked = key;
        showKnown(hint || NOTHING);
    }

    useRecordObserver((current) => {
        const hint = toRaw(current.data.dedup_hint);
        record = current;
        const changed =
            card.record !== toRaw(record) || card.resId !== record.resId || card.hint !== hint;
        if (changed) {
            take(hint);
        }
        // What a field has taken over is read from the record.
        for (const name of Object.keys(typed)) {
            if (plainText(record.data[name]) === typed[name].trim()) {
                delete typed[name];
            }
        }
        lookAgain();
    });

    function onInput(ev) {
        const field = ev.target.closest?.(".o_field_widget[name]");
        const name = field?.getAttribute("name");
        const isText = ["char", "text"].includes(record.fields[name]?.type);
        if (isText && watchedFields(record).includes(name)) {
            typed[name] = ev.target.value;
            lookAgain();
        }
    }

    /** The field has taken its text over, in whatever form it likes. */
    function onChange(ev) {
        const name = ev.target.closest?.(".o_field_widget[name]")?.getAttribute("name");
        delete typed[name];
    }

    let form = null;
    onMounted(() => {
        form = root.el.closest(".o_form_renderer");
        form?.addEventListener("input", onInput);
        form?.addEventListener("change", onChange);
    });
    onWillUnmount(() => {
        browser.clearTimeout(timer);
        form?.removeEventListener("input", onInput);
        form?.removeEventListener("change", onChange);
    });
    return state;
}

function plainText(value) {
    return typeof value === "string" ? value.trim() : "";
}
