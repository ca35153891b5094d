import {CallHead} from "@crm_telephony_bridge/call_card/call_head";
import {patch} from "@web/core/utils/patch";

patch(CallHead.prototype, {
    /** Nothing to say when the caller is the only client himself. */
    get clients() {
        const clients = this.props.head.clients || [];
        return clients.length === 1 && clients[0].is_caller ? [] : clients;
    },
});
