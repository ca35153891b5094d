import {cellOf, colourOf, difference, signOf} from "./board_format";
import {HEIGHT, WIDTH, trendRuns} from "./board_trend";

const NAME = 200;
const COLUMN = 150;
const HEAD = 96;
const ROW = 76;
const PAD = 8;
// Twice as many pixels as points: sharp when printed.
const SCALE = 2;
// What a browser can surely draw; longer boards go into the spreadsheet.
const MOST_HEIGHT = 15000;
const FONT = "system-ui, sans-serif";

/** The colours of the bands and of the page, as the screen shows them. */
function palette(root) {
    const probe = document.createElement("span");
    root.append(probe);
    const found = {};
    for (const name of ["grey", "red", "yellow", "green", "orange", "blue"]) {
        probe.className = `o_kpi_band_${name}`;
        const {backgroundColor: back, color} = getComputedStyle(probe);
        found[name] = {back, color};
    }
    probe.className = "bg-view";
    const {backgroundColor: back} = getComputedStyle(probe);
    found[""] = {back, color: getComputedStyle(root).color};
    probe.remove();
    return found;
}

/** Write a text, shortened to the room there is. */
function write(context, text, {x, y, room, font}) {
    context.font = font;
    let said = text;
    while (said.length > 1 && context.measureText(said).width > room) {
        said = `${said.slice(0, -2)}…`;
    }
    context.fillText(said, x, y);
}

/** Write a long text in at most three lines. */
function writeLines(context, text, {x, y, room, font}) {
    context.font = font;
    const lines = [""];
    for (const word of text.split(" ")) {
        const longer = `${lines.at(-1)} ${word}`.trim();
        if (lines.at(-1) && context.measureText(longer).width > room) {
            lines.push(word);
        } else {
            lines[lines.length - 1] = longer;
        }
    }
    lines
        .slice(0, 3)
        .forEach((line, index) => write(context, line, {x, y: y + index * 16, room, font}));
}

function drawTrend(context, values, x, y) {
    context.lineWidth = 1.5;
    for (const run of trendRuns(values, WIDTH, HEIGHT)) {
        context.beginPath();
        if (run.length === 1) {
            context.arc(x + run[0].x, y + run[0].y, 2, 0, 2 * Math.PI);
            context.fill();
        } else {
            run.forEach((point) => context.lineTo(x + point.x, y + point.y));
            context.stroke();
        }
    }
}

function paint(context, {color}) {
    Object.assign(context, {fillStyle: color, strokeStyle: color});
}

function drawCell(context, {cell, text, compared, colours, x, y}) {
    const pair = colours[colourOf(cell)];
    context.fillStyle = pair.back;
    context.fillRect(x + 1, y + 1, COLUMN - 2, ROW - 2);
    paint(context, pair);
    const room = COLUMN - 2 * PAD;
    const said = `${signOf(cell)} ${text}`.trim();
    write(context, said, {x: x + PAD, y: y + 20, room, font: `bold 15px ${FONT}`});
    drawTrend(context, cell.trend, x + PAD, y + 26);
    write(context, compared || "", {x: x + PAD, y: y + 66, room, font: `11px ${FONT}`});
}

/**
 * The board as a picture, in the colours of the screen.
 *
 * @param {{title: string, told: Object, text: Function, root: Element}} board `text` tells what
 *  stands in a cell, `root` is the element whose colours are taken
 * @returns {HTMLCanvasElement}
 */
export function boardPicture({title, told, text, root}) {
    const {rows, columns, company} = told;
    const canvas = document.createElement("canvas");
    const shown = rows.slice(0, Math.floor((MOST_HEIGHT / SCALE - HEAD) / ROW));
    const size = [NAME + columns.length * COLUMN, HEAD + shown.length * ROW];
    [canvas.width, canvas.height] = size.map((side) => side * SCALE);
    const context = canvas.getContext("2d");
    context.scale(SCALE, SCALE);
    const colours = palette(root);
    context.fillStyle = colours[""].back;
    context.fillRect(0, 0, ...size);
    paint(context, colours[""]);
    write(context, title, {x: PAD, y: 24, room: size[0] - 2 * PAD, font: `bold 16px ${FONT}`});
    columns.forEach((column, index) => {
        const place = {x: NAME + index * COLUMN + PAD, y: 52, room: COLUMN - 2 * PAD};
        writeLines(context, column.name, {...place, font: `bold 12px ${FONT}`});
    });
    shown.forEach((row, line) => {
        const y = HEAD + line * ROW;
        paint(context, colours[""]);
        write(context, row.name, {x: PAD, y: y + 20, room: NAME - 2 * PAD, font: `13px ${FONT}`});
        columns.forEach((column, index) => {
            const cell = cellOf(row, column);
            const compared = difference({
                now: cell.value,
                then: cell.previous,
                change: cell.change,
                column,
                currency: company.currency,
            });
            const x = NAME + index * COLUMN;
            drawCell(context, {cell, text: text(cell, column), compared, colours, x, y});
        });
    });
    return canvas;
}
