import {Component, onMounted, useRef} from "@odoo/owl";
import {MatchBar, reasons} from "./match_bar";

/** Every pair of a cluster with both values of each reason. */
export class PairList extends Component {
    static template = "crm_lead_dedup.PairList";
    static components = {MatchBar};
    static props = {state: Object};

    setup() {
        const root = useRef("root");
        onMounted(() => root.el.scrollIntoView({block: "nearest"}));
    }

    get pairs() {
        const {cluster, cards} = this.props.state;
        const number = Object.fromEntries(cards.map((card, index) => [card.key, index + 1]));
        return cluster.pairs.map((pair) => ({
            ...pair,
            key: `${pair.left}-${pair.right}`,
            numbers: [number[pair.left], number[pair.right]].sort(),
            reasons: reasons(pair),
        }));
    }
}
