import {_t} from "@web/core/l10n/translation";
import {duration, ratio, share} from "./call_words";

export const PERIODS = [
    ["today", _t("Today")],
    ["yesterday", _t("Yesterday")],
    ["week", _t("This Week")],
    ["last_week", _t("Last Week")],
    ["month", _t("This Month")],
    ["last_month", _t("Last Month")],
    ["quarter", _t("This Quarter")],
    ["year", _t("This Year")],
    ["own", _t("From – To")],
];

export const SERIES = [
    {name: "answered", label: _t("Answered")},
    {name: "missed", label: _t("Missed")},
    {name: "outgoing", label: _t("Outgoing")},
];

/** The large figures on top. */
export function tiles({figures, deals}) {
    return [
        {
            name: "answered",
            label: _t("Answered"),
            value: figures.answered,
            more: share(figures.answered, figures.incoming),
        },
        {
            name: "missed",
            label: _t("Missed"),
            value: figures.missed,
            more: share(figures.missed, figures.incoming),
        },
        {
            name: "not_called_back",
            label: _t("Not Called Back"),
            value: figures.not_called_back,
            alarm: figures.not_called_back > 0,
        },
        {
            name: "outgoing",
            label: _t("Outgoing"),
            value: figures.outgoing,
            more: figures.outgoing ? _t("%s reached", figures.reached) : "",
        },
        {name: "talked", label: _t("Talk Time"), value: duration(figures.talk)},
        {name: "answered", label: _t("Average Wait"), value: duration(figures.wait)},
        {
            name: "won",
            label: _t("Calls per Won Deal"),
            value: ratio(deals.per_deal),
            more: deals.won ? _t("%s won", deals.won) : "",
        },
        {
            name: "won_uncalled",
            label: _t("Won Without a Call"),
            value: deals.won_uncalled,
            alarm: deals.won_uncalled > 0,
        },
    ];
}

/** Columns of the tables; deals only where somebody won them. */
export function columns({deals = false} = {}) {
    const figure = (name, label, more = {}) => ({
        name,
        label,
        read: (row) => row.figures[name],
        ...more,
    });
    const common = [
        figure("answered", _t("Answered")),
        figure("missed", _t("Missed")),
        figure("not_called_back", _t("Not Called Back"), {alarm: true}),
        figure("outgoing", _t("Outgoing")),
        figure("talk", _t("Talk Time"), {name: "", format: duration}),
        figure("wait", _t("Average Wait"), {name: "", format: duration}),
    ];
    const won = [
        {name: "won", label: _t("Won"), read: (row) => row.won},
        {name: "", label: _t("Calls per Won Deal"), read: (row) => row.per_deal, format: ratio},
        {
            name: "won_uncalled",
            label: _t("Won Without a Call"),
            help: _t("Won deals whose customer was never called and never called us."),
            read: (row) => row.won_uncalled,
        },
    ];
    return deals ? [...common, ...won] : common;
}
