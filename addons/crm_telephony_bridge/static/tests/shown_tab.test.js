import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {tick} from "@odoo/hoot-dom";
import {EventBus} from "@odoo/owl";
import {ShownTab} from "@crm_telephony_bridge/calls/shown_tab";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

let storage = {};
let tabs = [];

beforeEach(() => {
    storage = {};
    tabs = [];
});

/** Tabs of one browser: what one writes the others hear of. */
function openTab(isMain = false) {
    const tab = {shown: false, bus: new EventBus()};
    const tell = (key) => {
        for (const other of tabs.filter((one) => one !== tab)) {
            other.bus.trigger("shared_value_updated", {key});
        }
    };
    const shared = {
        bus: tab.bus,
        getSharedValue: (key) => storage[key],
        setSharedValue(key, value) {
            storage[key] = value;
            tell(key);
        },
        removeSharedValue(key) {
            delete storage[key];
            tell(key);
        },
    };
    const multiTab = {bus: new EventBus(), isOnMainTab: async () => isMain};
    tab.chooser = new ShownTab(shared, multiTab, (shown) => {
        tab.shown = shown;
    });
    tabs.push(tab);
    tab.chooser.start();
    return tab;
}

const look = (state) => patchWithCleanup(document, {visibilityState: state});

async function whoShows() {
    await tick();
    return tabs.map((tab) => tab.shown);
}

test("the tab that is looked at shows the cards, alone", async () => {
    look("visible");
    openTab(true);
    expect(await whoShows()).toEqual([true]);
    openTab();
    expect(await whoShows()).toEqual([false, true]);
    tabs[0].chooser.claimIfLooked();
    expect(await whoShows()).toEqual([true, false]);
});

test("a tab in the background claims nothing", async () => {
    look("visible");
    openTab();
    look("hidden");
    openTab(true);
    expect(await whoShows()).toEqual([true, false]);
});

test("when it is closed the main tab takes over", async () => {
    look("visible");
    openTab();
    look("hidden");
    openTab(true);
    tabs[0].chooser.leave();
    const [, main] = await whoShows();
    expect(main).toBe(true);
});
