import {registry} from "@web/core/registry";

function cell(person, kpi, more = "") {
    return `.o_kpi_board_row:has(.o_kpi_board_name:contains(${person})) [data-kpi=${kpi}]${more}`;
}

function shows(person, kpi, colour, value) {
    return {
        content: `${person}: ${kpi} is ${value}`,
        trigger: `${cell(person, kpi, `.o_kpi_band_${colour}`)} .o_kpi_board_value:contains(${value})`,
    };
}

/** Three salespeople as they are, and the records behind a figure. */
registry.category("web_tour.tours").add("crm_kpi_scorecard_board", {
    steps: () => [
        {
            content: "the month of the address",
            trigger: ".o_kpi_board_heading h2:contains(March 2031)",
        },
        shows("Anna", "board_won", "red", "1"),
        shows("Boris", "board_won", "green", "3"),
        shows("Clara", "board_won", "yellow", "2"),
        shows("Anna", "board_calls", "red", "5.0"),
        shows("Boris", "board_calls", "green", "2.0"),
        {
            content: "deals without a logged call are said to be such",
            trigger: `${cell("Clara", "board_calls")}:contains(no calls logged)`,
        },
        {
            content: "who gets the most leads converts the smallest part of them",
            trigger: `${cell("Clara", "board_part")} .o_kpi_board_value:contains(20.0 %)`,
        },
        {trigger: cell("Boris", "board_part"), run: "click"},
        {
            trigger: ".o_kpi_explain .o_kpi_explain_formula:contains(÷)",
        },
        {
            trigger: ".o_kpi_explain [data-which=denominator] .o_kpi_explain_open",
            run: "click",
        },
        {
            content: "exactly his six leads",
            trigger: ".o_list_view .o_pager_limit:contains(6)",
        },
        {trigger: ".o_back_button, .breadcrumb-item a", run: "click"},
        {
            content: "the board stands where it was left",
            trigger: ".o_kpi_board_heading h2:contains(March 2031)",
        },
    ],
});
