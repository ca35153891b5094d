// Where the boxes of the picture stand. Pure arithmetic: no page, no server.

export const BOX = {width: 176, height: 56};
const GAP = {x: 24, y: 84};
const PER_LINE = 6;

/** Rows from the top to the bottom, each with its nodes in the order they stand. */
function rowsOf(nodes) {
    const rows = new Map();
    for (const node of nodes) {
        rows.set(node.row, [...(rows.get(node.row) || []), node]);
    }
    return [...rows.entries()].sort(([one], [other]) => one - other);
}

/** A node's neighbours by id. */
function neighbours(edges) {
    const near = new Map();
    for (const {source, target} of edges) {
        near.set(source, [...(near.get(source) || []), target]);
        near.set(target, [...(near.get(target) || []), source]);
    }
    return near;
}

/** Those that hang on the same one stand side by side: fewer lines cross. */
function ordered(row, near, placed) {
    const middle = (node) => {
        const xs = (near.get(node.id) || [])
            .filter((id) => placed.has(id))
            .map((id) => placed.get(id).x);
        return xs.length ? xs.reduce((sum, x) => sum + x, 0) / xs.length : 0;
    };
    const weights = new Map(row.map((node) => [node.id, middle(node)]));
    return [...row].sort((one, other) => weights.get(one.id) - weights.get(other.id));
}

/**
 * Place nodes in centred rows, a long row in several lines.
 *
 * @param {{id: number, row: number}[]} nodes row 0 is the one in the middle
 * @param {{source: number, target: number}[]} edges
 * @returns {{width: number, height: number, places: Map<number, {x: number, y: number}>}}
 *     places are the upper left corners
 */
export function layout(nodes, edges) {
    const near = neighbours(edges);
    const centred = new Map();
    const lines = [];
    // From the middle outwards: who is nearer is placed before those who hang on him.
    const rows = rowsOf(nodes).sort(([one], [other]) => Math.abs(one) - Math.abs(other));
    for (const [row, members] of rows) {
        const sorted = ordered(members, near, centred);
        for (let start = 0; start < sorted.length; start += PER_LINE) {
            const line = sorted.slice(start, start + PER_LINE);
            lines.push({row, start, line});
            line.forEach((node, index) => {
                const x = (index - (line.length - 1) / 2) * (BOX.width + GAP.x);
                centred.set(node.id, {x});
            });
        }
    }
    lines.sort((one, other) => one.row - other.row || one.start - other.start);
    const widest = Math.max(1, ...lines.map(({line}) => line.length));
    const width = widest * (BOX.width + GAP.x) + GAP.x;
    const places = new Map();
    lines.forEach(({line}, index) => {
        for (const node of line) {
            places.set(node.id, {
                x: width / 2 + centred.get(node.id).x - BOX.width / 2,
                y: GAP.x + index * (BOX.height + GAP.y),
            });
        }
    });
    return {width, height: GAP.x * 2 + lines.length * (BOX.height + GAP.y) - GAP.y, places};
}

/**
 * A line from the box above to the box below, and where its word stands.
 *
 * @returns {{path: string, x: number, y: number}}
 */
export function connection(from, to) {
    const isLevel = from.y === to.y;
    const isDown = from.y < to.y;
    const startX = from.x + BOX.width / 2;
    const endX = to.x + BOX.width / 2;
    const startY = isLevel || isDown ? from.y + BOX.height : from.y;
    const endY = isLevel || !isDown ? to.y + BOX.height : to.y;
    const bend = isLevel ? startY + GAP.y / 2 : (startY + endY) / 2;
    const path = `M ${startX} ${startY} C ${startX} ${bend} ${endX} ${bend} ${endX} ${endY}`;
    // Nearer to the lower end, where lines of one box have parted already.
    const part = isDown ? 0.68 : 0.5;
    return {
        path,
        x: startX + (endX - startX) * (isLevel ? 0.5 : part),
        y: isLevel ? startY + GAP.y * 0.4 : startY + (endY - startY) * part,
    };
}
