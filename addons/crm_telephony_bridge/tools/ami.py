# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls from the raw text of Asterisk's manager interface: the public entry."""

from collections.abc import Iterable
from itertools import chain

from .ami_events import events
from .ami_facts import facts_from_event
from .calls import Call
from .channels import Internal
from .machine import calls_from_facts

__all__ = ["Call", "calls_from_ami"]


def calls_from_ami(lines: Iterable[str], internal: Internal | None = None) -> list[Call]:
    r"""Return the calls a stream tells of, in the order in which they began.

    Only the events' own ``Timestamp`` counts, never the clock on the wall.

    :param lines: raw text lines, with or without their ends, with or without the greeting; an
        event that is cut off at the end counts as not told.
    :param internal: says which channel names are agents'; without it those of short numeric
        extensions.

    >>> told = '''Asterisk Call Manager/11.0.0
    ... Event: Newchannel
    ... Timestamp: 10.0
    ... Channel: PJSIP/trunk-00000001
    ... ChannelStateDesc: Ring
    ... CallerIDNum: 380671112233
    ... Exten: 380441002030
    ... Uniqueid: 10.1
    ... Linkedid: 10.1
    ...
    ... Event: Hangup
    ... Timestamp: 14.5
    ... Channel: PJSIP/trunk-00000001
    ... Uniqueid: 10.1
    ... Linkedid: 10.1
    ... Cause: 16
    ...
    ... Event: Newcha'''
    >>> [call] = calls_from_ami(told.split("\n"))
    >>> call.direction, call.disposition, call.caller_number, call.called_number
    ('incoming', 'missed', '380671112233', '380441002030')
    >>> call.external_id, call.wait_seconds, call.talk_seconds, call.answered_by
    ('10.1', 4.5, 0.0, None)
    """
    return calls_from_facts(chain.from_iterable(map(facts_from_event, events(lines))), internal)
