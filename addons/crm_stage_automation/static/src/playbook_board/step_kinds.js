// What a step does, as a picture. A kind that an add-on brings has the last one.
const ICONS = {
    activity: "fa-clock-o",
    mail: "fa-envelope-o",
    sms: "fa-mobile",
    task: "fa-check-square-o",
    server_action: "fa-cogs",
    reassign: "fa-user-o",
    set_field: "fa-pencil",
    notify: "fa-bell-o",
    wait: "fa-hourglass-half",
};

export function stepIcon(kind) {
    return ICONS[kind] || "fa-circle-o";
}
