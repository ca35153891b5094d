# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds the records of one person or company: normalise, block, compare, weigh, put together.

A record becomes a *profile* (numbers and short texts, made once and stored), profiles become a
*batch* (columns), and pairs of a batch are weighed all at once. The same code serves a whole base
and the look-up of a single record, so both give the same answer.

====================  ===========================================================================
``rules``             what is compared and what it counts; the shipped defaults
``reading``           a record understood: words, numbers, addresses
``kinds``             whether a list without a word about it is one of companies
``profile``           a reading as codes, texts and blocking keys
``batch``             profiles as columns
``blocking``          which pairs are worth comparing
``figures``           what the whole base says: its size, how frequent a name is
``scoring``           weights, probabilities, tiers and relations of pairs
``explain``           how the weight of a pair came about
``clusters``          pairs put together
``fitting``           weights proposed from decisions
====================  ===========================================================================
"""
