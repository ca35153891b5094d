import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, queryOne, queryText} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Step extends models.Model {
    _name = "crm.playbook.step";

    field_name = fields.Char();
    field_value = fields.Char();
    value_words = fields.Char();

    _records = [
        {id: 1, field_name: "priority", field_value: "2", value_words: "High"},
        {id: 2, field_name: "date_deadline", field_value: "+7", value_words: "7 days later"},
        {id: 3, field_name: "active", field_value: false, value_words: "No"},
        {id: 4, field_name: "referred", field_value: "Anna", value_words: "Anna"},
    ];
}

const LEAD_FIELDS = {
    priority: {
        name: "priority",
        type: "selection",
        string: "Priority",
        selection: [
            ["1", "Medium"],
            ["2", "High"],
        ],
    },
    date_deadline: {name: "date_deadline", type: "date", string: "Expected Closing"},
    active: {name: "active", type: "boolean", string: "Active"},
    referred: {name: "referred", type: "char", string: "Referred By"},
};

describe.current.tags("desktop");
defineMailModels();
defineModels([Step]);
onRpc("crm.lead", "fields_get", ({args}) =>
    Object.fromEntries(args[0].map((name) => [name, LEAD_FIELDS[name]]))
);

const VALUE = ".o_field_widget[name=field_value]";

async function open(resId, readonly = false) {
    await mountView({
        type: "form",
        resModel: "crm.playbook.step",
        resId,
        arch: `<form edit="${readonly ? 0 : 1}">
            <field name="field_name"/>
            <field name="field_value" widget="playbook_value"/>
        </form>`,
    });
    await animationFrame();
}

function saved(id) {
    return MockServer.env["crm.playbook.step"].browse(id)[0].field_value;
}

test("a choice is chosen, and may be none", async () => {
    await open(1);
    expect(queryAllTexts(`${VALUE} option`)).toEqual(["", "Medium", "High"]);
    expect(queryOne(`${VALUE} select`).value).toBe("2");
    await contains(`${VALUE} select`).select("1");
    await contains(".o_form_button_save").click();
    expect(saved(1)).toBe("1");
    await contains(`${VALUE} select`).select("");
    await contains(".o_form_button_save").click();
    expect(saved(1)).toBe(false);
});

test("a date is so many days later, or that day", async () => {
    await open(2);
    expect(queryOne(`${VALUE} input[type=number]`).value).toBe("7");
    await contains(`${VALUE} input[type=number]`).edit("12");
    await contains(".o_form_button_save").click();
    expect(saved(2)).toBe("+12");
    await contains(`${VALUE} select`).select("fixed");
    await contains(`${VALUE} input.o_datetime_input`).edit("02/01/2026");
    await contains(".o_form_button_save").click();
    expect(saved(2)).toBe("2026-02-01");
});

test("yes and no, and plain text", async () => {
    await open(3);
    expect(queryOne(`${VALUE} select`).value).toBe("0");
    await contains(`${VALUE} select`).select("1");
    await contains(".o_form_button_save").click();
    expect(saved(3)).toBe("1");
});

test("another field, another editor", async () => {
    await open(4);
    expect(`${VALUE} input[type=text]`).toHaveValue("Anna");
    await contains(".o_field_widget[name=field_name] input").edit("priority");
    await animationFrame();
    expect(`${VALUE} select`).toHaveCount(1);
});

test("readers see it in words", async () => {
    await open(2, true);
    expect(queryText(VALUE)).toBe("7 days later");
});
