// Cases of bands that the tests in Python read too: all after the equals sign is JSON.
// A value is num / den (den null: num alone); expected is a colour, null for no data, or
// "outside" for a value that the declared range, low to high, does not have.
// prettier-ignore
export const BAND_VECTORS = [
    {"name": "scale of five at -0.01", "num": "-0.01", "den": null, "low": null, "high": null, "expected": "grey", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 0", "num": "0", "den": null, "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 19.99", "num": "19.99", "den": null, "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 20", "num": "20", "den": null, "low": null, "high": null, "expected": "yellow", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 29.96", "num": "29.96", "den": null, "low": null, "high": null, "expected": "yellow", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 30", "num": "30", "den": null, "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 45", "num": "45", "den": null, "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 45.01", "num": "45.01", "den": null, "low": null, "high": null, "expected": "orange", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "scale of five at 1000000", "num": "1000000", "den": null, "low": null, "high": null, "expected": "orange", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: -1", "num": "-1", "den": null, "low": null, "high": null, "expected": "grey", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 0", "num": "0", "den": null, "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 4", "num": "4", "den": null, "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 5", "num": "5", "den": null, "low": null, "high": null, "expected": "yellow", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 9", "num": "9", "den": null, "low": null, "high": null, "expected": "yellow", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 10", "num": "10", "den": null, "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 15", "num": "15", "den": null, "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "sales of a product: 16", "num": "16", "den": null, "low": null, "high": null, "expected": "orange", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "5", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "5", "high": "10", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "10", "high": "15", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "15", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "55 of 100, up to 55", "num": "5500", "den": "100", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "55", "low_in": false, "high_in": true, "colour": "green"},
        {"low": "55", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "5501 of 10000, up to 55", "num": "550100", "den": "10000", "low": null, "high": null, "expected": "orange", "bands": [
        {"low": null, "high": "55", "low_in": false, "high_in": true, "colour": "green"},
        {"low": "55", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "29 of 100, from 29", "num": "2900", "den": "100", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "29", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "29", "high": null, "low_in": true, "high_in": false, "colour": "green"}
    ]},
    {"name": "289999 of 1000000, from 29", "num": "28999900", "den": "1000000", "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "29", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "29", "high": null, "low_in": true, "high_in": false, "colour": "green"}
    ]},
    {"name": "1 of 3 is more than its decimals", "num": "100", "den": "3", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "33.333333", "low_in": false, "high_in": true, "colour": "red"},
        {"low": "33.333333", "high": null, "low_in": false, "high_in": false, "colour": "green"}
    ]},
    {"name": "negative above the line", "num": "-100", "den": "3", "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "0", "high": "0", "low_in": true, "high_in": true, "colour": "grey"},
        {"low": "0", "high": null, "low_in": false, "high_in": false, "colour": "green"}
    ]},
    {"name": "negative below the line", "num": "-1", "den": "-4", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "0", "high": "0", "low_in": true, "high_in": true, "colour": "grey"},
        {"low": "0", "high": null, "low_in": false, "high_in": false, "colour": "green"}
    ]},
    {"name": "nothing above the line is a figure", "num": "0", "den": "7", "low": null, "high": null, "expected": "grey", "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "0", "high": "0", "low_in": true, "high_in": true, "colour": "grey"},
        {"low": "0", "high": null, "low_in": false, "high_in": false, "colour": "green"}
    ]},
    {"name": "divided by zero", "num": "5", "den": "0", "low": null, "high": null, "expected": null, "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "no data", "num": null, "den": "5", "low": null, "high": null, "expected": null, "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "no data, not divided", "num": null, "den": null, "low": null, "high": null, "expected": null, "bands": [
        {"low": null, "high": "0", "low_in": false, "high_in": false, "colour": "grey"},
        {"low": "0", "high": "20", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "20", "high": "30", "low_in": true, "high_in": false, "colour": "yellow"},
        {"low": "30", "high": "45", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "45", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "begin of the range", "num": "0", "den": null, "low": "0", "high": "100", "expected": "red", "bands": [
        {"low": "0", "high": "50", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "50", "high": "100", "low_in": true, "high_in": true, "colour": "green"}
    ]},
    {"name": "end of the range", "num": "100", "den": null, "low": "0", "high": "100", "expected": "green", "bands": [
        {"low": "0", "high": "50", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "50", "high": "100", "low_in": true, "high_in": true, "colour": "green"}
    ]},
    {"name": "below the range", "num": "-0.000001", "den": null, "low": "0", "high": "100", "expected": "outside", "bands": [
        {"low": "0", "high": "50", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "50", "high": "100", "low_in": true, "high_in": true, "colour": "green"}
    ]},
    {"name": "above the range", "num": "100.000001", "den": null, "low": "0", "high": "100", "expected": "outside", "bands": [
        {"low": "0", "high": "50", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "50", "high": "100", "low_in": true, "high_in": true, "colour": "green"}
    ]},
    {"name": "above the range, as a ratio", "num": "20001", "den": "200", "low": "0", "high": "100", "expected": "outside", "bands": [
        {"low": "0", "high": "50", "low_in": true, "high_in": false, "colour": "red"},
        {"low": "50", "high": "100", "low_in": true, "high_in": true, "colour": "green"}
    ]},
    {"name": "a tenth", "num": "1", "den": "10", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0.1", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "0.1", "high": "0.3", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "0.3", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "three tenths", "num": "0.3", "den": "1", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0.1", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "0.1", "high": "0.3", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "0.3", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "a tenth three times", "num": "0.9", "den": "3", "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "0.1", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "0.1", "high": "0.3", "low_in": true, "high_in": true, "colour": "green"},
        {"low": "0.3", "high": null, "low_in": false, "high_in": false, "colour": "orange"}
    ]},
    {"name": "more digits than a double has", "num": "9007199254740992", "den": null, "low": null, "high": null, "expected": "red", "bands": [
        {"low": null, "high": "9007199254740993", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "9007199254740993", "high": null, "low_in": true, "high_in": false, "colour": "green"}
    ]},
    {"name": "as many, one more", "num": "9007199254740993", "den": null, "low": null, "high": null, "expected": "green", "bands": [
        {"low": null, "high": "9007199254740993", "low_in": false, "high_in": false, "colour": "red"},
        {"low": "9007199254740993", "high": null, "low_in": true, "high_in": false, "colour": "green"}
    ]},
    {"name": "bands in the order they were typed", "num": "29", "den": null, "low": null, "high": null, "expected": "green", "bands": [
        {"low": "29", "high": null, "low_in": true, "high_in": false, "colour": "green"},
        {"low": null, "high": "29", "low_in": false, "high_in": false, "colour": "red"}
    ]}
];
