import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach} from "@odoo/hoot";
import {advanceTime, animationFrame} from "@odoo/hoot-dom";
import {CHECK_DELAY} from "@crm_lead_dedup/dedup_panel/duplicate_check_hook";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

export const OLHA = {
    model: "res.partner",
    id: 7,
    name: "Shevchenko Olha",
    readable: true,
    in_charge: "Olena Koval",
    kind: "customer",
    probability: 0.972,
    relation: "duplicate",
    reasons: [
        {text: "same phone", against: false},
        {text: "similar name: Шевченко О. / Shevchenko Olha", against: false},
    ],
    can: ["open", "link", "dismiss"],
};
export const LOST = {
    ...OLHA,
    model: "crm.lead",
    id: 8,
    name: "Desk for Olha",
    kind: "lost",
    probability: 0.75,
    can: ["open", "attach", "dismiss"],
};
export const MASKED = {
    ...OLHA,
    id: 9,
    name: "Somebody else's card",
    readable: false,
    kind: "customer",
    reasons: [{text: "same phone", against: false}],
    can: [],
};
export const NOTHING = {matches: [], colleagues: [], warnings: []};
export const found = (...matches) => ({...NOTHING, matches});

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    contact_name = fields.Char();
    phone = fields.Char();
    email_from = fields.Char();
    partner_id = fields.Many2one({relation: "res.partner"});
    dedup_hint = fields.Json();
    dedup_not_same = fields.Json();
    _records = [
        {id: 1, name: "Quiet", phone: "+380501112233", dedup_hint: NOTHING},
        {id: 2, name: "Known", phone: "+380501112244", dedup_hint: {...found(OLHA), dismissed: []}},
        {id: 3, name: "Broken", phone: "+380501112255", dedup_hint: {failed: true}},
    ];
}

const FORM = `
    <form>
        <sheet>
            <field name="name"/>
            <field name="contact_name"/>
            <field name="phone"/>
            <field name="email_from"/>
            <field name="partner_id"/>
            <widget name="dedup_panel"/>
        </sheet>
    </form>`;

/** What the server answers, question by question (the last one again), and what it was asked. */
export const server = {answers: [], asked: []};

/** The models and the server of a suite; to be called once at its top. */
export function definePanel() {
    defineMailModels();
    defineModels([Lead]);
    beforeEach(() => {
        server.answers = [found(OLHA)];
        server.asked = [];
        onRpc("crm.dedup.panel", "check", ({args}) => {
            server.asked.push(args);
            return server.answers.length > 1 ? server.answers.shift() : server.answers[0];
        });
    });
}

export const mount = (resId) => mountView({type: "form", resModel: "crm.lead", arch: FORM, resId});

export async function settle(time = CHECK_DELAY) {
    await advanceTime(time);
    await animationFrame();
    await animationFrame();
}

/** Type into a field and stay in it, as somebody who has not finished. */
export async function typing(name, text) {
    await contains(`.o_field_widget[name=${name}] input`).edit(text, {confirm: false});
}

export async function enter(name, text) {
    await contains(`.o_field_widget[name=${name}] input`).edit(text, {confirm: "blur"});
    await animationFrame();
}
