import {router} from "@web/core/browser/router";
import {pick} from "@web/core/utils/objects";

// Each filter, and the level whose rows it would leave one of: it is not offered there.
export const FILTERS = {team_id: "team", product_id: "product", source_id: "source"};
const IN_URL = ["kind", "date_from", "level", ...Object.keys(FILTERS)];
const NOTHING = {kind: "month", date_from: "", level: "person", offset: 0};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the address asks for, when it is the board's. */
function fromUrl(action) {
    const {current} = router;
    const names = [action.path, action.id, action.xml_id, action.tag].filter(Boolean);
    return names.includes(current.action) ? pick(current, ...IN_URL) : {};
}

/** What was chosen: by the address, by the page one comes back to, else as usual. */
export function chosenAtFirst({action, state}) {
    const chosen = {...NOTHING, team_id: 0, product_id: 0, source_id: 0};
    Object.assign(chosen, fromUrl(action), state);
    for (const name of Object.keys(FILTERS)) {
        chosen[name] = Number(chosen[name]) || 0;
    }
    if (!DAY.test(chosen.date_from)) {
        chosen.date_from = "";
    }
    return chosen;
}

/** Leave only what this user can choose. */
export function settle(chosen, settings) {
    const fit = (value, offered, usual) => {
        const ids = offered.map(({id}) => id);
        return [value, usual].find((one) => ids.includes(one)) || ids[0] || "";
    };
    return {
        level: fit(chosen.level, settings.levels, NOTHING.level),
        kind: fit(chosen.kind, settings.kinds, NOTHING.kind),
    };
}

/** The question for the server. */
export function question(chosen, company) {
    const {kind, level, offset, date_from: since} = chosen;
    const asked = {company_id: company, kind, level, offset};
    if (since) {
        asked.date_from = since;
    }
    for (const [name, own] of Object.entries(FILTERS)) {
        if (chosen[name] && own !== level) {
            asked[name] = chosen[name];
        }
    }
    return asked;
}

/** What the address tells of the choice: what is as usual stays out of it. */
export function inUrl(chosen) {
    return Object.fromEntries(IN_URL.map((name) => [name, chosen[name] || undefined]));
}
