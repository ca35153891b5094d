import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {contains, getService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();
describe.current.tags("desktop");

test("a secret is shown in a window of its own and stays nowhere", async () => {
    await mountWithCleanup(WebClient);
    getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_telephony_bridge.secret",
        name: "New Secret of Office",
        params: {
            lines: [
                {name: "webhook", label: "Address", text: "https://desk.example/telephony/s3cret"},
                {name: "secret", label: "Secret", text: "s3cret"},
            ],
            hint: "The one before stays good for 24 hours.",
            next: {type: "ir.actions.act_window_close"},
        },
    });
    await animationFrame();
    expect(".modal-title").toHaveText("New Secret of Office");
    expect(queryAllTexts(".o_telephony_secret")).toEqual([
        "https://desk.example/telephony/s3cret",
        "s3cret",
    ]);
    await contains(".modal-footer .btn-primary").click();
    expect(".modal").toHaveCount(0);
    for (const storage of [browser.sessionStorage, browser.localStorage]) {
        expect(JSON.stringify(Object.entries(storage))).not.toInclude("s3cret");
    }
    expect(browser.location.href).not.toInclude("s3cret");
});
