import {browser} from "@web/core/browser/browser";

const KEY = "crm_telephony_bridge.tab";

/**
 * Decides which of several tabs shows the cards: the one the user looked at last, and when that
 * one was closed the main tab. All tabs hear of a call, one shows it.
 */
export class ShownTab {
    /**
     * @param {Object} shared values that all tabs of a browser share (`legacy_multi_tab`)
     * @param {Object} multiTab election of a main tab (`multi_tab`)
     * @param {(shown: boolean) => void} onChange
     */
    constructor(shared, multiTab, onChange) {
        this.shared = shared;
        this.multiTab = multiTab;
        this.onChange = onChange;
        this.id = `${Date.now()}-${Math.random()}`;
    }

    start() {
        const claim = this.claimIfLooked.bind(this);
        browser.addEventListener("focus", claim);
        browser.addEventListener("pageshow", claim);
        browser.addEventListener("pagehide", this.leave.bind(this));
        document.addEventListener("visibilitychange", claim);
        this.shared.bus.addEventListener("shared_value_updated", ({detail}) => {
            if (detail.key === KEY) {
                this.decide();
            }
        });
        this.multiTab.bus.addEventListener("become_main_tab", this.decide.bind(this));
        if (!this.claimIfLooked()) {
            this.decide();
        }
    }

    /** The tab is looked at: from now on the cards are here. */
    claimIfLooked() {
        if (document.visibilityState !== "visible") {
            return false;
        }
        if (this.shared.getSharedValue(KEY) !== this.id) {
            this.shared.setSharedValue(KEY, this.id);
        }
        this.decide();
        return true;
    }

    leave() {
        if (this.shared.getSharedValue(KEY) === this.id) {
            this.shared.removeSharedValue(KEY);
        }
    }

    async decide() {
        const owner = this.shared.getSharedValue(KEY);
        this.onChange(owner ? owner === this.id : await this.multiTab.isOnMainTab());
    }
}
