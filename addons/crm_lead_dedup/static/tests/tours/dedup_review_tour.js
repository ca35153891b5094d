import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const openReview = [
    stepUtils.showAppsMenuItem(),
    {trigger: '.o_app[data-menu-xmlid="crm.crm_menu_root"]', run: "click"},
    {trigger: ".o_menu_sections button:contains(Sales)", run: "click"},
    {trigger: ".o-dropdown--menu .dropdown-item:contains(Review Duplicates)", run: "click"},
];

/** The leader merges with another name, takes it back, and decides anew by keys. */
registry.category("web_tour.tours").add("crm_lead_dedup_review", {
    steps: () => [
        ...openReview,
        {
            content: "Two leads beside each other, with the reason",
            trigger: ".o_dedup_head:contains(Windows) .o_dedup_tags",
        },
        {trigger: '.o_dedup_reasons [data-level="same"]:contains(Phone)'},
        {
            content: "The Latin name is to stay",
            trigger: '[data-field="name"] .o_dedup_cell:contains(Hanna Bondar)',
            run: "click",
        },
        {
            trigger: '[data-field="name"] .o_dedup_chosen:contains(Hanna Bondar)',
        },
        {trigger: "button[name=merge]", run: "click"},
        {
            content: "The next cluster comes by itself",
            trigger: ".o_dedup_head:contains(Stepan Rudyi)",
        },
        {trigger: ".o_dedup_counter:contains(2 of 2)"},
        {content: "It was a mistake", trigger: "button[name=undo]", run: "click"},
        {trigger: ".o_dedup_head:contains(Windows)"},
        {trigger: ".o_dedup_counter:contains(1 of 2)"},
        {
            content: "Not the same, by key",
            trigger: ".o_dedup_headline",
            run: "press n",
        },
        {
            content: "The lead becomes one of the customer's",
            trigger: ".o_dedup_head:contains(Stepan Rudyi)",
            run: "press l",
        },
        {content: "All done", trigger: ".o_dedup_empty_state:contains(No duplicates to review)"},
    ],
});
