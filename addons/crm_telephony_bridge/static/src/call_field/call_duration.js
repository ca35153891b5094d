/**
 * Tell a length as people read it off a phone: 0:07, 3:25, 1:02:03.
 *
 * @param {number|false} seconds
 * @returns {string} empty for none
 */
export function formatCallDuration(seconds) {
    if (typeof seconds !== "number") {
        return "";
    }
    const whole = Math.max(Math.round(seconds), 0);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor((whole % 3600) / 60);
    const tail = two(whole % 60);
    return hours ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/**
 * Read what was typed: 3:25, 1:02:03, or plain seconds.
 *
 * @param {string} text
 * @returns {number} seconds
 */
export function parseCallDuration(text) {
    const parts = text.trim().split(":");
    if (parts.length > 3 || parts.some((part) => !/^\s*\d{1,6}\s*$/.test(part))) {
        throw new Error(`"${text}" is no length of time`);
    }
    return parts.reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
