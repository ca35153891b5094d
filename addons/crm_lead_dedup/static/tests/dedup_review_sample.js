/** A card as `review_read` gives it. */
export function card(model, id, values = {}) {
    return {
        key: `${model},${id}`,
        model,
        id,
        name: `Card ${id}`,
        type_label: model === "crm.lead" ? "Opportunity" : "Person",
        readable: true,
        writable: true,
        in_charge: "Mark",
        status: {code: "open", label: "Open"},
        created: "2026-03-04 10:00:00",
        counts: [],
        partner_id: false,
        ...values,
    };
}

/** A row; `values` are `{card key: text}`. */
export function row(id, field, values, options = {}) {
    const cells = Object.fromEntries(
        Object.entries(values).map(([key, text]) => [
            key,
            {field, text, same: text.toLowerCase(), mode: "one", ...options},
        ])
    );
    const distinct = new Set(Object.values(cells).map((cell) => cell.same));
    distinct.delete("");
    return {id, label: id, differs: distinct.size > 1, cells};
}

export function pair(left, right, values = {}) {
    return {
        left: left.key,
        right: right.key,
        match_id: 1,
        probability: 0.93,
        tier: "review",
        relation: "duplicate",
        state: "candidate",
        explanation: [
            {field: "phone", label: "Phone", level: "same", left: "1", right: "1", contribution: 7},
            {
                field: "city",
                label: "City",
                level: "differs",
                left: "A",
                right: "B",
                contribution: -2.5,
            },
            {field: "prior", label: "Size of the base", level: "prior", contribution: -5},
        ],
        ...values,
    };
}

/** Two leads of one person; Anna is proposed to stay, with the other's phone. */
export function leadCluster(id = 1, values = {}) {
    const anna = card("crm.lead", 10 * id + 1, {name: `Anna Kovács ${id}`});
    const kovacs = card("crm.lead", 10 * id + 2, {name: `A. Kovacs ${id}`});
    return {
        id,
        tier: "review",
        kind: "lead",
        probability: 0.93,
        question: "The same person?",
        can_merge: true,
        cards: [anna, kovacs],
        rows: [
            row("contact_name", "contact_name", {
                [anna.key]: "Anna Kovács",
                [kovacs.key]: "A. Kovacs",
            }),
            row("city", "city", {[anna.key]: "Pécs", [kovacs.key]: "pécs"}),
            row(
                "phone",
                "phone",
                {[anna.key]: "+36 1 555 0100", [kovacs.key]: "+36 30 555 0100"},
                {mode: "main"}
            ),
        ],
        pairs: [pair(anna, kovacs)],
        proposals: {
            "crm.lead": {
                survivor: anna.id,
                choices: {contact_name: anna.id, city: anna.id, phone: kovacs.id},
                moves: [{label: "Messages", count: 3}],
                blockers: [],
            },
        },
        ...values,
    };
}

/** A lead, a customer who is the same person, and a namesake. */
export function mixedCluster(id = 5) {
    const lead = card("crm.lead", 51, {name: "Offer for Olha"});
    const olha = card("res.partner", 52, {name: "Ольга Коваль"});
    const olga = card("res.partner", 53, {name: "Olga Koval"});
    return {
        id,
        tier: "review",
        kind: "mixed",
        probability: 0.8,
        question: "The same person?",
        can_merge: true,
        cards: [lead, olha, olga],
        rows: [
            {
                id: "person",
                label: "Name",
                differs: true,
                cells: {
                    [lead.key]: {
                        mode: "one",
                        field: "contact_name",
                        text: "Olha Koval",
                        same: "olha koval",
                    },
                    [olha.key]: {
                        mode: "one",
                        field: "name",
                        text: "Ольга Коваль",
                        same: "ольга коваль",
                    },
                    [olga.key]: {
                        mode: "one",
                        field: "name",
                        text: "Olga Koval",
                        same: "olga koval",
                    },
                },
            },
        ],
        pairs: [
            pair(lead, olha, {match_id: 2}),
            pair(olha, olga, {match_id: 3, relation: "related", probability: 0.4}),
        ],
        proposals: {
            "crm.lead": {survivor: 51, choices: {}, moves: [], blockers: []},
            "res.partner": {survivor: 52, choices: {name: 52}, moves: [], blockers: []},
        },
    };
}
