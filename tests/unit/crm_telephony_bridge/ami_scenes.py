# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every kind of call that a sales desk meets, played out; numbers and times are our own."""

from ami_stage import Pbx


def talk(pbx, bridge, seconds, *actors):
    pbx.enter(bridge, *actors)
    pbx.wait(seconds)
    pbx.leave(bridge, *actors)


def _incoming(pbx, extension=21, wait=3):
    """Ring one agent, who answers."""
    trunk = pbx.come_in()
    agent = pbx.agent(extension, trunk)
    pbx.dial(trunk, agent, str(extension))
    pbx.wait(wait)
    pbx.dial_end(trunk, agent, "ANSWER")
    pbx.up(trunk)
    return trunk, agent


def answered(pbx):
    trunk, agent = _incoming(pbx)
    pbx.record(trunk, "one.wav")
    talk(pbx, "b1", 40, agent, trunk)
    pbx.hang_up(agent)
    pbx.cdr(trunk, "ANSWERED", 43)
    pbx.hang_up(trunk)


def _not_answered(pbx, status, cause, trunk_cause, seconds=0, rings=True):
    trunk = pbx.come_in()
    pbx.record(trunk, "none.wav")
    agent = pbx.agent(21, trunk)
    pbx.dial(trunk, agent, "21", rings)
    pbx.wait(seconds)
    pbx.dial_end(trunk, agent, status)
    pbx.hang_up(agent, cause=cause)
    pbx.hang_up(trunk, cause=trunk_cause)
    pbx.cdr(trunk, "NO ANSWER", 0)
    pbx.cdr(trunk, "NO ANSWER", 0)


def busy(pbx):
    _not_answered(pbx, "BUSY", 17, 17, 1)


def ring_timeout(pbx):
    _not_answered(pbx, "NOANSWER", 0, 16, 20)


def gave_up(pbx):
    _not_answered(pbx, "CANCEL", 127, 127, 7)


def agent_offline(pbx):
    _not_answered(pbx, "NOANSWER", 0, 16, rings=False)


def empty_queue(pbx):
    trunk = pbx.come_in()
    pbx.up(trunk)
    pbx.wait(12)
    pbx.hang_up(trunk)


def queue(pbx):
    """Two phones ring, the second is picked up; the first has nothing to do with it."""
    trunk = pbx.come_in()
    agents = [pbx.agent(number, trunk) for number in (21, 22)]
    for agent in agents:
        pbx.dial(trunk, agent, agent.caller)
    pbx.wait(6)
    pbx.dial_end(trunk, agents[1], "ANSWER")
    for _ in range(2):
        pbx.dial_end(trunk, agents[0], "CANCEL")
    pbx.hang_up(agents[0], cause=26)
    talk(pbx, "b1", 15, agents[1], trunk)
    pbx.hang_up(agents[1], trunk)


def _queue_by_local(pbx):
    trunk = pbx.come_in()
    halves = {number: pbx.local(number, trunk) for number in (21, 22)}
    agents = {}
    for number, (one, two) in halves.items():
        pbx.dial(trunk, one, f"{number}@queue")
        agents[number] = pbx.agent(number, two)
        pbx.dial(two, agents[number], str(number))
    pbx.wait(4)
    return trunk, halves, agents


def queue_local(pbx):
    """Each member is called through a Local channel; the two bridges stay two."""
    trunk, halves, agents = _queue_by_local(pbx)
    pbx.dial_end(halves[21][1], agents[21], "ANSWER")
    pbx.enter("inner", agents[21], halves[21][1])
    pbx.dial_end(trunk, halves[21][0], "ANSWER")
    pbx.dial_end(trunk, halves[22][0], "CANCEL")
    pbx.dial_end(halves[22][1], agents[22], "CANCEL")
    pbx.hang_up(*halves[22], agents[22], cause=26)
    pbx.enter("outer", halves[21][0], trunk)
    pbx.wait(25)
    pbx.leave("outer", trunk, halves[21][0])
    pbx.leave("inner", halves[21][1], agents[21])
    pbx.hang_up(*halves[21], agents[21], trunk)


def follow_me_optimised(pbx):
    """The Local channel takes itself out once both ends are up."""
    trunk, halves, agents = _queue_by_local(pbx)
    one, two = halves[22]
    pbx.dial_end(two, agents[22], "ANSWER")
    pbx.enter("inner", agents[22], two)
    pbx.enter("outer", one, trunk)
    pbx.wait(0.2)
    pbx.leave("inner", two, agents[22])
    pbx.enter("outer", agents[22])
    pbx.leave("outer", one)
    pbx.hang_up(one, two, *halves[21], agents[21], cause=26)
    pbx.wait(11)
    pbx.leave("outer", trunk, agents[22])
    pbx.hang_up(agents[22], trunk)


def follow_me_outside(pbx):
    """Nobody is in the house: an outside phone answers."""
    trunk = pbx.come_in()
    mobile = pbx.new("PJSIP/trunk", trunk)
    pbx.dial(trunk, mobile, "380509998877@trunk")
    pbx.wait(8)
    pbx.dial_end(trunk, mobile, "ANSWER")
    talk(pbx, "b1", 14, mobile, trunk)
    pbx.hang_up(mobile, trunk)


def blind_transfer(pbx):
    trunk, first = _incoming(pbx)
    talk(pbx, "b1", 10, first, trunk)
    second = pbx.agent(22, trunk)
    pbx.dial(trunk, second, "22")
    pbx.hang_up(first)
    pbx.wait(5)
    pbx.dial_end(trunk, second, "ANSWER")
    talk(pbx, "b2", 20, second, trunk)
    pbx.hang_up(second, trunk)
    pbx.cdr(trunk, "ANSWERED", 13)
    pbx.cdr(trunk, "ANSWERED", 20)


def _consult(pbx):
    trunk, first = _incoming(pbx)
    pbx.enter("b1", first, trunk)
    pbx.wait(10)
    pbx.say("Hold", **pbx.show(first))
    aside = pbx.agent(21, exten="22", state="Ring")
    second = pbx.agent(22, aside)
    pbx.dial(aside, second, "22")
    pbx.wait(2)
    pbx.dial_end(aside, second, "ANSWER")
    pbx.enter("b2", second, aside)
    pbx.wait(6)
    return trunk, first, aside, second


def _transfer(pbx, first, aside):
    """The first agent connects the customer with the colleague whom he asked aside."""
    pbx.say(
        "AttendedTransfer",
        Result="Success",
        **pbx.show(first, "OrigTransferer"),
        **pbx.show(aside, "SecondTransferer"),
    )


def attended_transfer(pbx):
    """The colleague takes the customer over; he waited on hold, in the first bridge."""
    trunk, first, aside, second = _consult(pbx)
    _transfer(pbx, first, aside)
    pbx.leave("b2", second)
    pbx.enter("b1", second)
    pbx.leave("b1", first)
    pbx.leave("b2", aside)
    pbx.hang_up(first, aside)
    pbx.wait(30)
    pbx.leave("b1", trunk, second)
    pbx.hang_up(second, trunk)


def attended_transfer_moved(pbx):
    """The same, but the customer is moved into the colleague's bridge."""
    trunk, first, aside, second = _consult(pbx)
    _transfer(pbx, first, aside)
    pbx.leave("b1", trunk)
    pbx.enter("b2", trunk)
    pbx.leave("b2", aside)
    pbx.leave("b1", first)
    pbx.hang_up(first, aside)
    pbx.wait(30)
    pbx.leave("b2", trunk, second)
    pbx.hang_up(second, trunk)


def consultation(pbx):
    """The colleague was only asked; the first agent goes on."""
    trunk, first, aside, second = _consult(pbx)
    pbx.leave("b2", second, aside)
    pbx.hang_up(second, aside)
    pbx.say("Unhold", **pbx.show(first))
    pbx.wait(12)
    pbx.leave("b1", trunk, first)
    pbx.hang_up(first, trunk)


def pbx_stops(pbx):
    trunk, agent = _incoming(pbx)
    pbx.enter("b1", agent, trunk)
    pbx.wait(16)
    pbx.say("BridgeDestroy", BridgeUniqueid="b1")
    pbx.cdr(trunk, "ANSWERED", 16)
    pbx.wait(1)
    pbx.hang_up(agent, trunk)
    pbx.say("Shutdown", Shutdown="Cleanly")


def pbx_dies(pbx):
    """No leg is told to have ended."""
    trunk, agent = _incoming(pbx)
    pbx.enter("b1", agent, trunk)
    pbx.wait(16)
    pbx.say("Shutdown", Shutdown="Uncleanly")


def colleagues(pbx):
    caller = pbx.agent(21, exten="22", state="Ring")
    called = pbx.agent(22, caller)
    pbx.dial(caller, called, "22")
    pbx.wait(4)
    pbx.dial_end(caller, called, "ANSWER")
    talk(pbx, "b1", 9, called, caller)
    pbx.hang_up(called, caller)


def play(scene, system="north"):
    """Return the events of one scene."""
    pbx = Pbx(system)
    scene(pbx)
    return pbx.said
