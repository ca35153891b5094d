import {_t} from "@web/core/l10n/translation";

/** The steps beside a step: those that follow the same one, in their order. */
function siblings(steps, step) {
    const place = steps.indexOf(step);
    const isEnd = ({depth}) => depth < step.depth;
    const until = steps.slice(place).findIndex(isEnd);
    const since = steps.slice(0, place).findLastIndex(isEnd);
    const branch = steps.slice(since + 1, until < 0 ? steps.length : place + until);
    return branch.filter(({depth}) => depth === step.depth);
}

/**
 * Where a step may go without being dragged: {key, label, step, rule, before}.
 *
 * Up and down it stays among those that follow the same step; what follows it goes with it.
 */
export function stepMoves(rule, step, rules) {
    const beside = siblings(rule.steps, step);
    const place = beside.indexOf(step);
    const moves = [];
    if (place > 0) {
        const before = beside[place - 1].id;
        moves.push({key: "up", label: _t("Up"), step: step.id, rule: rule.id, before});
    }
    if (place < beside.length - 1) {
        // The next one goes up.
        const next = beside[place + 1].id;
        moves.push({key: "down", label: _t("Down"), step: next, rule: rule.id, before: step.id});
    }
    for (const other of rules.filter(({id}) => id !== rule.id)) {
        const label = _t("To %s", other.name);
        const key = `rule_${other.id}`;
        moves.push({key, label, step: step.id, rule: other.id, before: false});
    }
    return moves;
}

/** Where a rule may go without being dragged: {key, label, stage, before}. */
export function ruleMoves(rule, stage, columns) {
    const column = columns.find((one) => one.stage === stage);
    const place = column.rules.findIndex(({id}) => id === rule.id);
    const moves = [];
    if (place > 0) {
        moves.push({key: "up", label: _t("Up"), stage, before: column.rules[place - 1].id});
    }
    if (place < column.rules.length - 1) {
        const before = column.rules[place + 2]?.id || false;
        moves.push({key: "down", label: _t("Down"), stage, before});
    }
    for (const other of columns.filter((one) => rule.is_movable && one.stage !== stage)) {
        const label = _t("To %s", other.name);
        moves.push({key: `stage_${other.stage}`, label, stage: other.stage, before: false});
    }
    return moves;
}

/** Every rule once, in the order of the columns. */
export function allRules(columns) {
    const rules = new Map();
    for (const rule of columns.flatMap((column) => column.rules)) {
        rules.set(rule.id, rule);
    }
    return [...rules.values()];
}
