import {registry} from "@web/core/registry";

const SALES = "product_sales";
const DISCOUNTS = "discount_share";

function cell(product, kpi, more = "") {
    return `.o_kpi_board_row:has(.o_kpi_board_name:contains(${product})) [data-kpi=${kpi}]${more}`;
}

/** Value, colour and sign of a cell. */
function sold(product, {times, colour, sign}, content) {
    return {
        content: `${content}: ${times} is ${colour}`,
        trigger: cell(product, SALES, `.o_kpi_band_${colour}`),
        run({anchor}) {
            const text = (name) => anchor.querySelector(name)?.textContent.trim();
            const told = [text(".o_kpi_board_value"), text(".o_kpi_sign")].join(" ");
            if (told !== `${times} ${sign}`) {
                throw new Error(`${product} shows “${told}”, not “${times} ${sign}”`);
            }
        },
    };
}

function discount(product, share) {
    return {
        content: `${product}: the share of its discounts`,
        trigger: `${cell(product, DISCOUNTS)} .o_kpi_board_value:contains(/^${share} %$/)`,
    };
}

/** What a cell is made of: so many lines, all of them of the product. */
function behind(product, kpi, which, count) {
    return [
        {trigger: cell(product, kpi), run: "click"},
        {trigger: `.o_kpi_explain [data-which=${which}] .o_kpi_explain_open`, run: "click"},
        {
            content: `exactly ${count} lines`,
            trigger: `.o_list_view .o_pager_limit:contains(/^${count}$/)`,
        },
        {
            content: `all of them of ${product}`,
            trigger: `.o_list_view .o_data_row:contains(${product})`,
            run() {
                const rows = [...document.querySelectorAll(".o_list_view .o_data_row")];
                const others = rows.filter((row) => !row.textContent.includes(product));
                if (rows.length !== count || others.length) {
                    throw new Error(`${rows.length} lines, ${others.length} of other products`);
                }
            },
        },
        {trigger: ".o_back_button, .breadcrumb-item a", run: "click"},
        {trigger: ".o_kpi_board_heading h2:contains(March 2031)"},
    ];
}

/** Products sold 4, 5, 10, 15 and 16 times: who is on the border, discounts, the lines behind. */
registry.category("web_tour.tours").add("crm_kpi_scorecard_story4", {
    steps: () => [
        {
            content: "the month of the address",
            trigger: ".o_kpi_board_heading h2:contains(March 2031)",
        },
        sold("Lamp four", {times: 4, colour: "red", sign: "▼"}, "fewer than five"),
        sold(
            "Lamp five",
            {times: 5, colour: "yellow", sign: "!"},
            "on the border: five is no loss"
        ),
        sold("Lamp ten", {times: 10, colour: "green", sign: "✓"}, "on the border: ten is right"),
        sold("Lamp fifteen", {times: 15, colour: "green", sign: "✓"}, "on the border: still right"),
        sold("Lamp sixteen", {times: 16, colour: "orange", sign: "▲"}, "above the norm"),
        discount("Lamp four", "0.0"),
        discount("Lamp five", "30.0"),
        discount("Lamp sixteen", "6.3"),
        ...behind("Lamp five", SALES, "numerator", 5),
        ...behind("Lamp sixteen", SALES, "numerator", 16),
        ...behind("Lamp five", DISCOUNTS, "denominator", 5),
    ],
});
