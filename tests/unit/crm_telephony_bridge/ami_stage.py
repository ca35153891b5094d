# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A stage on which a PBX plays calls: writes down what Asterisk would say meanwhile."""

from dataclasses import dataclass

START = 1_800_000_000.0
CUSTOMER = "380671112233"
HOUSE = "380442003040"


@dataclass
class Actor:
    """One channel as the PBX shows it."""

    uniqueid: str
    linkedid: str
    channel: str
    state: str
    caller: str
    exten: str
    connected: str = "<unknown>"


class Pbx:
    """Writes events; the clock is moved by hand."""

    def __init__(self, system="north"):
        self.system = system
        self.now = 0.0
        self.said = []
        self.count = 0

    def say(self, event, **fields):
        """Write one event, a microsecond after the one before."""
        self.now += 0.000001
        head = {"Event": event, "Privilege": "call,all", "Timestamp": f"{START + self.now:.6f}"}
        if self.system:
            head["SystemName"] = self.system
        self.said.append({**head, **fields})

    def wait(self, seconds):
        """Let time pass."""
        self.now += seconds

    def show(self, actor, of=""):
        """Return the fields of a channel."""
        return {
            f"{of}Channel": actor.channel,
            f"{of}ChannelStateDesc": actor.state,
            f"{of}CallerIDNum": actor.caller,
            f"{of}ConnectedLineNum": actor.connected,
            f"{of}Exten": actor.exten,
            f"{of}Uniqueid": actor.uniqueid,
            f"{of}Linkedid": actor.linkedid,
        }

    def new(self, name, within=None, state="Down", caller="<unknown>", exten="s"):
        """Create a channel, of its own call or within another's."""
        uniqueid = f"1800000000.{self.count}"
        channel = f"{name}-{self.count:08x}"
        if name.startswith("Local/"):
            channel = f"{name.removesuffix(';2')}-{self.count - name.endswith(';2'):08x}"
            channel += ";2" if name.endswith(";2") else ";1"
        self.count += 1
        actor = Actor(
            uniqueid, within.linkedid if within else uniqueid, channel, state, caller, exten
        )
        self.say("Newchannel", **self.show(actor))
        return actor

    def come_in(self):
        """Let the customer call the house."""
        return self.new("PJSIP/trunk", state="Ring", caller=CUSTOMER, exten=HOUSE)

    def agent(self, extension, within=None, exten="s", state="Down"):
        """Create a channel to an agent's phone, or from it."""
        return self.new(f"PJSIP/{extension}", within, state, str(extension), exten)

    def local(self, exten, within):
        """Create both halves of a Local channel."""
        one = self.new(f"Local/{exten}@queue", within, exten=str(exten))
        two = self.new(f"Local/{exten}@queue;2", within or one, state="Ring", exten=str(exten))
        self.say("LocalBridge", **self.show(one, "LocalOne"), **self.show(two, "LocalTwo"))
        return one, two

    def dial(self, caller, called, string, rings=True):
        """Call a leg for another, or for a program."""
        shown = self.show(caller) if caller else {}
        self.say("DialBegin", **shown, **self.show(called, "Dest"), DialString=string)
        if rings:
            called.state = "Ringing"
            self.say("Newstate", **self.show(called))

    def dial_end(self, caller, called, status):
        """End the dialling, with an answer or without."""
        if status == "ANSWER":
            self.up(called)
        shown = self.show(caller) if caller else {}
        self.say("DialEnd", **shown, **self.show(called, "Dest"), DialStatus=status)

    def up(self, actor):
        """Answer a leg."""
        actor.state = "Up"
        self.say("Newstate", **self.show(actor))

    def enter(self, bridge, *actors):
        """Bring legs into a bridge."""
        for actor in actors:
            actor.state = "Up"
            self.say("BridgeEnter", BridgeUniqueid=bridge, **self.show(actor))

    def leave(self, bridge, *actors):
        """Take legs out of a bridge."""
        for actor in actors:
            self.say("BridgeLeave", BridgeUniqueid=bridge, **self.show(actor))

    def record(self, actor, file):
        """Start a recording that the dialplan tells of."""
        self.say("MixMonitorStart", **self.show(actor))
        self.say("UserEvent", **self.show(actor), UserEvent="CallRecording", File=file)

    def hang_up(self, *actors, cause=16):
        """End legs."""
        for actor in actors:
            self.say("Hangup", **self.show(actor), Cause=str(cause))

    def cdr(self, actor, disposition, seconds):
        """Write a call record, which may well be wrong."""
        self.say(
            "Cdr",
            Channel=actor.channel,
            UniqueID=actor.uniqueid,
            Disposition=disposition,
            BillableSeconds=str(seconds),
        )


def text(events, ending="\r\n"):
    """Return events as the lines of a connection, greeting first."""
    lines = ["Asterisk Call Manager/11.0.0", "Response: Success", "Message: Welcome", ""]
    for event in events:
        lines += [*(f"{name}: {value}" for name, value in event.items()), ""]
    return [line + ending for line in lines]
