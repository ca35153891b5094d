import {Component, onMounted, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {MatchBar, reasons} from "./match_bar";

/** Every pair of a cluster with both values of each reason. */
export class PairList extends Component {
    static template = "crm_lead_dedup.PairList";
    static components = {MatchBar};
    static props = {state: Object};

    setup() {
        this.action = useService("action");
        const root = useRef("root");
        onMounted(() => root.el.scrollIntoView({block: "nearest"}));
    }

    /** How the weight of a pair adds up, in a window of its own. */
    explain(pair) {
        const [left, right] = [pair.left, pair.right].map((key) => {
            const [model, id] = key.split(",");
            return [model, Number(id)];
        });
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "crm_lead_dedup.explain",
            name: _t("Are They the Same?"),
            target: "new",
            params: {left, right},
        });
    }

    /** Pairs as the columns stand: the values of the card with the lower number come first. */
    get pairs() {
        const {cluster, cards} = this.props.state;
        const number = Object.fromEntries(cards.map((card, index) => [card.key, index + 1]));
        return cluster.pairs.map((pair) => {
            const numbers = [number[pair.left], number[pair.right]];
            const turned = numbers[0] > numbers[1];
            return {
                ...pair,
                key: `${pair.left}-${pair.right}`,
                numbers: turned ? numbers.reverse() : numbers,
                reasons: reasons(pair).map((reason) =>
                    turned ? {...reason, left: reason.right, right: reason.left} : reason
                ),
            };
        });
    }
}
