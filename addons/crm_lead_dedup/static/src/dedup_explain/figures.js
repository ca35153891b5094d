/** A weight with its sign, "+4.5" or "−2". */
export function signed(weight) {
    const text = Math.abs(weight).toFixed(1).replace(/\.0$/, "");
    return `${weight < 0 ? "−" : "+"}${text}`;
}

/** Probability as people read it: never a round 0 or 100 % for what is not certain. */
export function percent(value) {
    const share = 100 * value;
    if (share >= 99) {
        return share > 99.99 ? "> 99.99 %" : `${share.toFixed(2)} %`;
    }
    if (share < 1) {
        return share < 0.01 ? "< 0.01 %" : `${share.toFixed(2)} %`;
    }
    return `${Math.round(share)} %`;
}

/** Probability of a weight (natural log odds). */
export function probability(weight) {
    return 1 / (1 + Math.exp(-weight));
}
