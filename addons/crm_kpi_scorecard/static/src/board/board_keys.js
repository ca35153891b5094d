import {localization} from "@web/core/l10n/localization";

/** Where each key leads to from a cell of the board: `{key: [row, column]}`. */
export function steps(row, column, last) {
    const forward = localization.direction === "rtl" ? -1 : 1;
    return {
        ArrowUp: [row - 1, column],
        ArrowDown: [row + 1, column],
        ArrowLeft: [row, column - forward],
        ArrowRight: [row, column + forward],
        Home: [row, 0],
        End: [row, last],
    };
}
