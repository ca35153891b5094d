# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls that agents make: ordered by a click, or dialled on the phone."""

from ami_scenes import talk
from ami_stage import CUSTOMER


def _order(pbx):
    """Let a program ring agent 21, to be put through to the customer."""
    agent = pbx.agent(21)
    agent.caller = agent.connected = CUSTOMER
    pbx.say("NewConnectedLine", **pbx.show(agent))
    pbx.dial(None, agent, "21")
    pbx.wait(2)
    return agent


def _originate_response(pbx, agent, response, channel):
    pbx.say(
        "OriginateResponse",
        Response=response,
        Channel=channel,
        Exten=CUSTOMER,
        Uniqueid=agent.uniqueid,
        CallerIDNum=CUSTOMER,
    )


def _put_through(pbx):
    agent = _order(pbx)
    pbx.dial_end(None, agent, "ANSWER")
    _originate_response(pbx, agent, "Success", agent.channel)
    agent.exten = CUSTOMER
    trunk = pbx.new("PJSIP/trunk", agent, caller=CUSTOMER)
    pbx.dial(agent, trunk, f"{CUSTOMER}@trunk")
    pbx.wait(5)
    return agent, trunk


def click_to_call(pbx):
    agent, trunk = _put_through(pbx)
    pbx.dial_end(agent, trunk, "ANSWER")
    talk(pbx, "b1", 30, trunk, agent)
    pbx.hang_up(trunk)
    pbx.cdr(agent, "ANSWERED", 35)
    pbx.hang_up(agent)


def click_by_local(pbx):
    """The order names a Local channel, as FreePBX's dialplan wants it."""
    one, two = pbx.local(21, None)
    agent = pbx.agent(21, one)
    pbx.dial(two, agent, "21")
    pbx.wait(3)
    pbx.dial_end(two, agent, "ANSWER")
    pbx.enter("inner", agent, two)
    trunk = pbx.new("PJSIP/trunk", one, caller=CUSTOMER)
    pbx.dial(one, trunk, f"{CUSTOMER}@trunk")
    pbx.wait(6)
    pbx.dial_end(one, trunk, "ANSWER")
    pbx.enter("outer", trunk, one)
    pbx.wait(18)
    pbx.leave("outer", trunk, one)
    pbx.leave("inner", two, agent)
    pbx.hang_up(trunk, agent, one, two)


def click_agent_busy(pbx):
    agent = _order(pbx)
    pbx.dial_end(None, agent, "BUSY")
    pbx.hang_up(agent, cause=17)
    _originate_response(pbx, agent, "Failure", "PJSIP/21")


def click_agent_away(pbx):
    agent = _order(pbx)
    pbx.dial_end(None, agent, "CANCEL")
    pbx.hang_up(agent, cause=0)
    _originate_response(pbx, agent, "Failure", "PJSIP/21")


def click_called_off(pbx):
    agent = _order(pbx)
    pbx.say("SoftHangupRequest", **pbx.show(agent), Cause="16")
    pbx.dial_end(None, agent, "CANCEL")
    pbx.hang_up(agent)


def click_customer_busy(pbx):
    agent, trunk = _put_through(pbx)
    pbx.dial_end(agent, trunk, "BUSY")
    pbx.hang_up(trunk, cause=17)
    pbx.cdr(agent, "BUSY", 0)
    pbx.cdr(agent, "ANSWERED", 0)
    pbx.hang_up(agent, cause=17)


def _call_out(pbx, status, cause):
    agent = pbx.agent(21, exten=f"9{CUSTOMER}", state="Ring")
    trunk = pbx.new("PJSIP/trunk", agent, caller=CUSTOMER)
    pbx.dial(agent, trunk, f"trunk/sip:{CUSTOMER}@192.0.2.9")
    pbx.wait(9)
    pbx.dial_end(agent, trunk, status)
    pbx.hang_up(trunk, agent, cause=cause)


def out_given_up(pbx):
    _call_out(pbx, "CANCEL", 127)


def out_not_answered(pbx):
    _call_out(pbx, "NOANSWER", 0)


def out_failed(pbx):
    _call_out(pbx, "CONGESTION", 34)


def out_no_line(pbx):
    agent = pbx.agent(21, exten=CUSTOMER, state="Ring")
    pbx.wait(1)
    pbx.hang_up(agent, cause=34)
