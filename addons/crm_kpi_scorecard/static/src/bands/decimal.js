/**
 * Numbers without rounding, as tools/exact.py has them: {num, den}, two BigInt, den above zero.
 */

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

function power(exponent) {
    return 10n ** BigInt(exponent);
}

function fromText(text) {
    const found = DECIMAL.exec(text);
    const digits = found ? `${found[2]}${found[3] || ""}` : "";
    if (!digits) {
        throw new RangeError(`not a finite number: ${text}`);
    }
    const whole = BigInt(`${found[1] === "-" ? "-" : ""}${digits}`);
    const shift = Number(found[4] || 0) - (found[3] || "").length;
    return shift < 0 ? {num: whole, den: power(-shift)} : {num: whole * power(shift), den: 1n};
}

/**
 * A number as somebody wrote it: "45.01", "1e-7", "3/4"; a float counts as its shortest decimal.
 *
 * @throws {RangeError} what is not a finite number
 */
export function exact(value) {
    if (typeof value === "object" && value) {
        return value;
    }
    const text = String(value).trim();
    if (!text.includes("/")) {
        return fromText(text);
    }
    const parts = text.split("/");
    const [above, below] = parts.map((part) => fromText(part.trim()));
    if (parts.length !== 2 || !below.num) {
        throw new RangeError(`not a finite number: ${text}`);
    }
    const sign = below.num < 0n ? -1n : 1n;
    return {num: above.num * below.den * sign, den: above.den * below.num * sign};
}

/** Whether a text is a number that counts here. */
export function isNumber(text) {
    try {
        return Boolean(exact(text));
    } catch {
        return false;
    }
}

/** Below zero: the first is smaller; above zero: the second is; zero: they are the same. */
export function compare(first, second) {
    const [one, other] = [exact(first), exact(second)];
    const difference = one.num * other.den - other.num * one.den;
    if (difference === 0n) {
        return 0;
    }
    return difference < 0n ? -1 : 1;
}

/** A float for drawing, never for comparing. */
export function toFloat(value) {
    const {num, den} = exact(value);
    const [above, below] = [Number(num), Number(den)];
    return Number.isFinite(above) && Number.isFinite(below) ? above / below : Number(num / den);
}

/** The largest whole number that is not above a number. */
export function floor({num, den}) {
    const whole = num / den;
    return num % den < 0n ? whole - 1n : whole;
}

/** A number for people and for a field: no needless zeros; halves go away from zero. */
export function plain(value, digits = 6) {
    const {num, den} = exact(value);
    const scale = power(digits);
    const size = ((num < 0n ? -num : num) * scale * 2n + den) / (den * 2n);
    const text = `${size / scale}.${String(size % scale).padStart(digits, "0")}`;
    const short = text.replace(/\.?0*$/, "");
    return num < 0n && size ? `-${short}` : short;
}

/** A figure from what stands above the line and below it; null where there is nothing to divide by. */
export function quotient(above, below = null) {
    if (above === null || below === null) {
        return above === null ? null : exact(above);
    }
    const [one, other] = [exact(above), exact(below)];
    if (!other.num) {
        return null;
    }
    const sign = other.num < 0n ? -1n : 1n;
    return {num: one.num * other.den * sign, den: one.den * other.num * sign};
}
