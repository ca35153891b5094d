// What of a form is compared; the fields that the view does not have are left out.
const WATCHED = {
    "crm.lead": [
        "contact_name",
        "partner_name",
        "email_from",
        "phone",
        "vat",
        "website",
        "street",
        "street2",
        "city",
        "zip",
        "country_id",
        "partner_id",
        "user_id",
        "company_id",
    ],
    "res.partner": [
        "name",
        "is_company",
        "company_name",
        "parent_id",
        "email",
        "phone",
        "vat",
        "website",
        "street",
        "street2",
        "city",
        "zip",
        "country_id",
        "ref",
        "user_id",
        "company_id",
    ],
};
// By these somebody can be found, from so many characters on; the others only tell more of him.
const TELLING = {
    contact_name: 3,
    partner_name: 3,
    name: 3,
    company_name: 3,
    email: 6,
    email_from: 6,
    phone: 5,
    vat: 5,
    website: 4,
};

/** The id of a relation, or the plain value, so that two readings can be compared as text. */
function plain(value) {
    if (value && typeof value === "object") {
        return value.id || false;
    }
    return typeof value === "string" ? value.trim() : value || false;
}

/** Names of the watched fields that a record's view has. */
export function watchedFields(record) {
    const names = WATCHED[record.resModel] || [];
    return names.filter((name) => name in record.activeFields);
}

/**
 * The watched values of a form as they stand on the screen.
 *
 * @param {Object} record of the relational model
 * @param {Object} typed texts of inputs whose field has not taken them over yet
 */
export function readValues(record, typed = {}) {
    const values = {};
    for (const name of watchedFields(record)) {
        values[name] = plain(name in typed ? typed[name] : record.data[name]);
    }
    return values;
}

/** Whether anybody could be found by these values. */
export function isTelling(values) {
    return Object.entries(TELLING).some(([name, length]) => (values[name] || "").length >= length);
}
