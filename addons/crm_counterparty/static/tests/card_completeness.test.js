import {
    MockServer,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {animationFrame, queryAllTexts, waitFor} from "@odoo/hoot-dom";

const GAPS = [
    {line: 1, label: "Phone", field: "phone", stage: false, model: false, res_id: false},
    {line: 2, label: "City", field: "city", stage: "Contract", model: false, res_id: false},
    {line: 3, label: "Nowhere", field: "zip", stage: false, model: false, res_id: false},
    {line: 4, label: "Payer › Tax ID", field: "payer", stage: false, model: "card", res_id: 2},
    {line: 5, label: "Street", field: "street", stage: false, model: false, res_id: false},
];

class Card extends models.Model {
    _name = "card";
    phone = fields.Char();
    city = fields.Char();
    vat = fields.Char();
    card_score = fields.Integer();
    card_gaps = fields.Json();
    _records = [
        {id: 1, phone: false, city: false, card_score: 40, card_gaps: GAPS},
        {id: 2, vat: false, card_score: 100, card_gaps: []},
    ];
    _views = {
        form: `<form><field name="vat"/></form>`,
    };
}

defineMailModels();
defineModels([Card]);
describe.current.tags("desktop");

const openForm = (resId = 1) =>
    mountView({
        resModel: "card",
        type: "form",
        resId,
        arch: `<form>
            <field name="card_score" widget="card_completeness" readonly="1"/>
            <field name="phone"/>
            <notebook>
                <page string="Notes"><field name="vat"/></page>
                <page string="Address"><field name="city"/></page>
            </notebook>
        </form>`,
    });

test("the bar, the first gaps, and the others on request", async () => {
    await openForm();
    expect(".o_card_completeness_score").toHaveText("40%");
    expect(".progress-bar").toHaveClass("bg-danger");
    expect(queryAllTexts(".o_card_gap")).toEqual(["Phone", "City*", "Nowhere", "Payer › Tax ID"]);
    await contains(".o_card_gaps_more").click();
    expect(".o_card_gap").toHaveCount(5);
    expect(".o_card_gaps_more").toHaveCount(0);
});

test("a complete card: a green bar and no list", async () => {
    await openForm(2);
    expect(".progress-bar").toHaveClass("bg-success");
    expect(".o_card_gap").toHaveCount(0);
});

test("a click on a gap brings the cursor into its field", async () => {
    await openForm();
    await contains(".o_card_gap:contains(Phone)").click();
    expect(".o_field_widget[name=phone] input").toBeFocused();
});

test("a field on a tab that is not shown: the tab opens", async () => {
    await openForm();
    expect(".o_field_widget[name=city]").toHaveCount(0);
    await contains(".o_card_gap:contains(City)").click();
    await contains(".o_field_widget[name=city] input").focus();
    expect(".o_notebook .nav-link.active").toHaveText("Address");
    expect(".o_field_widget[name=city] input").toBeFocused();
});

test("a field that is not on the form: one is told, the tab stays", async () => {
    await openForm();
    await contains(".o_card_gap:contains(Nowhere)").click();
    await waitFor(".o_notification:contains(is not on this form)");
    await animationFrame();
    expect(".o_notebook .nav-link.active").toHaveText("Notes");
});

test("a gap of another card is filled in there, and the bar follows", async () => {
    onRpc("card", "web_save", ({args}) => expect.step(args[1]));
    await openForm();
    await contains(".o_card_gap:contains(Tax ID)").click();
    await contains(".modal .o_field_widget[name=vat] input").edit("HU12345676");
    MockServer.env.card.write([1], {card_score: 70});
    await contains(".modal .o_form_button_save").click();
    expect(".modal").toHaveCount(0);
    await animationFrame();
    expect(".o_card_completeness_score").toHaveText("70%");
    expect.verifySteps([{vat: "HU12345676"}]);
});
