import {describe, expect, test} from "@odoo/hoot";
import {BOX, connection, layout} from "@crm_counterparty/relations/layout";

describe.current.tags("headless");

const star = (count, row = 1) => ({
    nodes: [{id: 0, row: 0}, ...Array.from({length: count}, (_, index) => ({id: index + 1, row}))],
    edges: Array.from({length: count}, (_, index) => ({source: 0, target: index + 1})),
});

function overlaps(places) {
    const list = [...places.values()];
    return list.some((one, index) =>
        list
            .slice(index + 1)
            .some(
                (other) =>
                    Math.abs(one.x - other.x) < BOX.width && Math.abs(one.y - other.y) < BOX.height
            )
    );
}

test("somebody alone stands inside the picture", () => {
    const {width, height, places} = layout([{id: 7, row: 0}], []);
    const {x, y} = places.get(7);
    expect(x >= 0 && x + BOX.width <= width).toBe(true);
    expect(y >= 0 && y + BOX.height <= height).toBe(true);
});

test("no box stands on another, however many there are", () => {
    for (const count of [1, 2, 6, 7, 20, 59]) {
        const {nodes, edges} = star(count);
        const {width, height, places} = layout(nodes, edges);
        expect(places.size).toBe(count + 1);
        expect(overlaps(places)).toBe(false);
        for (const {x, y} of places.values()) {
            expect(x >= 0 && x + BOX.width <= width && y >= 0 && y + BOX.height <= height).toBe(
                true
            );
        }
    }
});

test("owners stand above, parties below", () => {
    const nodes = [
        {id: 1, row: 0},
        {id: 2, row: -1},
        {id: 3, row: 1},
    ];
    const {places} = layout(nodes, []);
    expect(places.get(2).y < places.get(1).y).toBe(true);
    expect(places.get(1).y < places.get(3).y).toBe(true);
});

test("who hangs on the same one stands side by side", () => {
    const nodes = [
        {id: 0, row: 0},
        {id: 1, row: 1},
        {id: 2, row: 1},
        {id: 11, row: 2},
        {id: 21, row: 2},
        {id: 12, row: 2},
    ];
    const edges = [
        {source: 0, target: 1},
        {source: 0, target: 2},
        {source: 1, target: 11},
        {source: 2, target: 21},
        {source: 1, target: 12},
    ];
    const {places} = layout(nodes, edges);
    expect(places.get(12).x < places.get(21).x).toBe(places.get(1).x < places.get(2).x);
    expect(places.get(11).x < places.get(21).x).toBe(places.get(1).x < places.get(2).x);
});

test("a line begins and ends at the boxes", () => {
    const from = {x: 0, y: 0};
    const to = {x: 300, y: 140};
    expect(connection(from, to).path).toBe(
        `M ${BOX.width / 2} ${BOX.height} C ${BOX.width / 2} 98 ${300 + BOX.width / 2} 98 ${
            300 + BOX.width / 2
        } 140`
    );
    expect(connection(to, from).path.startsWith(`M ${300 + BOX.width / 2} 140`)).toBe(true);
});
