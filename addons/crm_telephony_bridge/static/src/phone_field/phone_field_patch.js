import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {patch} from "@web/core/utils/patch";
import {PhoneField} from "@web/views/fields/phone/phone_field";

/** A click on a number lets the user's own phone ring first; without one, core's link is there. */
patch(PhoneField.prototype, {
    setup() {
        super.setup(...arguments);
        this.telephony = useService("crm_telephony");
    },

    get callLabel() {
        const number = this.props.record.data[this.props.name];
        return this.telephony.canDial ? _t("Call %s with my phone", number) : undefined;
    },

    onClickNumber(ev) {
        const wantsLink = ev.ctrlKey || ev.metaKey || ev.shiftKey;
        if (!this.telephony.canDial || wantsLink) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const {record, name} = this.props;
        this.telephony.dial(record.data[name], record.resModel, record.resId);
    },
});
