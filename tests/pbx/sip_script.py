# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What one party of a call does, step by step, written as a scenario for sipp.

>>> script = Script("agent").rings(2).answers().is_hung_up()
>>> script.xml().count("<recv"), "180 Ringing" in script.xml()
(3, True)
"""

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

SDP = """
v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [auto_media_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000
a={flow}
"""
ASIDE = "aside///"


@dataclass
class Dialog:
    """How the requests of one conversation with the PBX are headed."""

    mark: str = ""
    ours: str = ""
    theirs: str = "[$theirs]"
    tag: str = "[pid]-main-[call_number]"
    count: int = 0


@dataclass
class Script:
    """One party; the methods are what it does, in order, and return the script.

    :param pbx: the address of the PBX, for requests of whoever was called by it
    :param sound: a file of A-law that the party says
    """

    name: str
    pbx: str = ""
    sound: str = ""
    steps: list[str] = field(default_factory=list)
    here: Dialog = field(default_factory=Dialog)
    main: Dialog = field(default_factory=Dialog)
    labels: int = 0
    endless: bool = False
    interrupted: bool = False

    def xml(self) -> str:
        """Return the scenario."""
        steps = "\n".join(self.steps)
        # sipp refuses what is noted and never used.
        noted = sorted(set(",".join(re.findall(r'assign_to="([^"]+)"', steps)).split(",")) - {""})
        used = f'<Reference variables="{",".join(noted)}"/>' if noted else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<scenario name={quoteattr(self.name)}>\n{steps}\n{used}\n</scenario>\n"
        )

    # --- what is called -------------------------------------------------------------------------

    def rings(self, seconds: float) -> "Script":
        """Be called, and let it ring."""
        self._invited()
        self._reply("180 Ringing")
        return self.waits(seconds)

    def answers(self) -> "Script":
        """Pick up and speak."""
        self._reply("200 OK", flow="sendrecv")
        self._receive("ACK")
        return self._speaks()

    def is_busy(self) -> "Script":
        """Refuse because of another call."""
        return self.refuses("486 Busy Here")

    def refuses(self, status: str) -> "Script":
        """Refuse for any reason."""
        self._reply(status)
        return self._receive("ACK")

    def is_not_reached(self) -> "Script":
        """Ring until whoever calls gives up."""
        self._receive("CANCEL")
        self._reply("200 OK")
        self._reply("487 Request Terminated", method="INVITE")
        return self._receive("ACK")

    # --- who calls ------------------------------------------------------------------------------

    def calls(self, number: str, caller: str, *, ringing: bool = False) -> "Script":
        """Call a number.

        :param ringing: whether to go on only when it rings there
        """
        mine = f" <sip:{caller}@[local_ip]:[local_port]>"
        self.here.ours = f"{mine};tag={self.here.tag}"
        self.here.theirs = f" <sip:{number}@{self.pbx}:5060>"
        self._request("INVITE", flow="sendrecv", number=number)
        self._receive("100", optional=True)
        return self._receive("180", optional=not ringing)

    def is_answered(self) -> "Script":
        """Hear the other side pick up, and speak."""
        for other in ("180", "183"):
            self._receive(other, optional=True)
        variable = "aside" if self.here.mark else "theirs"
        action = _grep("To", variable)
        if self.here.mark:
            action += _grep("To", "all,far", "tag=(.*)")
        self._receive("200", action=action)
        self.here.theirs = f"[${variable}]"
        self._request("ACK")
        return self._speaks()

    def gives_up(self) -> "Script":
        """Hang up while it rings."""
        self._request("CANCEL", via="[last_Via:]")
        self._receive("200")
        return self.is_refused("487")

    def is_refused(self, status: str) -> "Script":
        """Hear that there will be no conversation."""
        for other in ("180", "183"):
            self._receive(other, optional=True)
        self._receive(status, action=_grep("To", "theirs"))
        self.here.theirs = "[$theirs]"
        return self._request("ACK", via="[last_Via:]")

    # --- in conversation ------------------------------------------------------------------------

    def waits(self, seconds: float) -> "Script":
        """Let time pass."""
        self.steps.append(f'<pause milliseconds="{round(seconds * 1000)}"/>')
        return self

    talks = waits

    def hangs_up(self) -> "Script":
        """End the call."""
        self._request("BYE")
        return self._receive("200")

    def is_hung_up(self) -> "Script":
        """Hear that the call is over; what the PBX tells before is acknowledged."""
        again, told, over = self._label(), self._label(), self._label()
        self.steps.append(f'<label id="{again}"/>')
        self._receive("NOTIFY", optional=True, goto=told)
        self._receive("BYE", goto=over)
        self.steps.append(f'<label id="{told}"/>')
        self._reply("200 OK", goto=again)
        self.steps.append(f'<label id="{over}"/>')
        return self._reply("200 OK")

    def holds(self) -> "Script":
        """Let the other side listen to music."""
        return self._again("sendonly")

    def resumes(self) -> "Script":
        """Take the other side back."""
        return self._again("sendrecv")

    def presses(self, keys: str) -> "Script":
        """Send the tones of keys."""
        for key in keys:
            self._request("INFO", body=f"\nSignal={key}\nDuration=120\n", kind="dtmf-relay")
            self._receive("200")
            self.waits(0.2)
        return self

    def hands_over(self, number: str) -> "Script":
        """Transfer without asking, and hang up when the PBX has understood."""
        self.endless = self.interrupted = True
        self._request("REFER", extra=f"Refer-To: <sip:{number}@{self.pbx}:5060>")
        self._receive("202")
        self._receive("NOTIFY")
        return self._reply("200 OK").waits(0.5).hangs_up()

    def asks(self, number: str, caller: str) -> "Script":
        """Call a colleague aside; what follows is said to him until ``back``."""
        self.main, self.here = self.here, Dialog(ASIDE, tag="[pid]-aside-[call_number]")
        return self.calls(number, caller).is_answered()

    def back(self) -> "Script":
        """Turn to the first conversation."""
        self.here = self.main
        return self

    def joins_them(self, number: str) -> "Script":
        """Give the customer to the colleague who was asked; both our conversations end."""
        tags = f"%3Bto-tag%3D[$far]%3Bfrom-tag%3D{self.here.tag}"
        replaced = "aside%2F%2F%2F[call_id]" + tags
        self.back()._request(
            "REFER",
            extra=f"Refer-To: <sip:{number}@{self.pbx}:5060?Replaces={replaced}>",
        )
        self._receive("202")
        # Notices and the ends of both conversations come in any order.
        self.endless = self.interrupted = True
        again, told = self._label(), self._label()
        self.steps.append(f'<label id="{again}"/>')
        self._receive("NOTIFY", optional=True, goto=told)
        self._receive("BYE", goto=told)
        self.steps.append(f'<label id="{told}"/>')
        return self._reply("200 OK", goto=again)

    # --- words of the protocol ------------------------------------------------------------------

    def _label(self) -> int:
        self.labels += 1
        return self.labels

    def _invited(self) -> "Script":
        # Requests of ours will be from whom the first one was to, and the other way round.
        actions = _grep("From", "theirs") + _grep("To", "called")
        self._receive("INVITE", action=actions)
        self.here.ours = "[$called];tag=[pid]-main-[call_number]"
        return self

    def _receive(
        self, what: str, *, optional: bool = False, action: str = "", goto: int | None = None
    ) -> "Script":
        kind = "response" if what.isdecimal() else "request"
        options = ' optional="true"' if optional else ""
        options += f' next="{goto}"' if goto else ""
        inside = f"<action>{action}</action>" if action else ""
        self.steps.append(f'<recv {kind}="{what}"{options}>{inside}</recv>')
        return self

    def _reply(
        self, status: str, *, flow: str = "", method: str = "", goto: int | None = None
    ) -> "Script":
        tag = "" if not self.here.ours.startswith("[$called]") else ";tag=[pid]-main-[call_number]"
        first = status.startswith(("180", "4", "5", "6")) or flow
        body, kind = (SDP.format(flow=flow), "application/sdp") if flow else ("", "")
        text = [
            f"SIP/2.0 {status}",
            "[last_Via:]",
            "[last_From:]",
            f"[last_To:]{tag if first else ''}",
            "[last_Call-ID:]",
            f"CSeq: [cseq] {method}" if method else "[last_CSeq:]",
            "Contact: <sip:[local_ip]:[local_port]>",
        ]
        return self._send(text, body, kind, retrans=bool(flow), goto=goto)

    def _again(self, flow: str) -> "Script":
        self._request("INVITE", flow=flow)
        self._receive("100", optional=True)
        self._receive("200")
        return self._request("ACK")

    def _request(
        self,
        method: str,
        *,
        flow: str = "",
        number: str = "pbx",
        via: str = "",
        extra: str = "",
        body: str = "",
        kind: str = "",
    ) -> "Script":
        if method not in {"ACK", "CANCEL"}:
            self.here.count += 1
        text = [
            f"{method} sip:{number}@{self.pbx}:5060 SIP/2.0",
            via or "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
            f"From:{self.here.ours}",
            f"To:{self.here.theirs}",
            f"Call-ID: {self.here.mark}[call_id]",
            f"CSeq: {self.here.count} {method}",
            "Contact: <sip:[local_ip]:[local_port]>",
            "Max-Forwards: 70",
            *([extra] if extra else []),
        ]
        if flow:
            body, kind = SDP.format(flow=flow), "sdp"
        return self._send(text, body, f"application/{kind}" if kind else "", method != "ACK")

    def _send(
        self, text: list[str], body: str, kind: str, retrans: bool, goto: int | None = None
    ) -> "Script":
        lines = [*text, *([f"Content-Type: {kind}"] if kind else []), "Content-Length: [len]"]
        options = ' retrans="500"' if retrans else ""
        options += f' next="{goto}"' if goto else ""
        message = "\n".join(lines) + "\n" + (body or "\n")
        self.steps.append(f"<send{options}><![CDATA[\n{message}\n]]></send>")
        return self

    def _speaks(self) -> "Script":
        if self.sound and not self.here.mark:
            stream = quoteattr(f"{self.sound},-1,8,PCMA/8000")
            self.steps.append(f"<nop><action><exec rtp_stream={stream}/></action></nop>")
        return self


def _grep(header: str, variable: str, pattern: str = ".*") -> str:
    return (
        f'<ereg regexp="{pattern}" search_in="hdr" header="{header}:" check_it="true"'
        f' assign_to="{variable}"/>'
    )


def by_last_digit(name: str, branches: dict[int, Script]) -> str:
    """Return the scenario of a party that does what the last digit of the number called says.

    Each branch begins with ``rings``; its labels have to be its own.
    """
    compare = "".join(
        f'<test assign_to="is{digit}" variable="digit" compare="equal" value="{digit}"/>'
        for digit in branches
    )
    first = Script(name)
    actions = _grep("From", "theirs") + _grep("To", "called")
    actions += _grep("To", "all,text", "([0-9])@")
    actions += f'<todouble assign_to="digit" variable="text"/>{compare}'
    first.steps.append(f'<recv request="INVITE"><action>{actions}</action></recv>')
    first.steps += [f'<nop next="{900 + digit}" test="is{digit}"/>' for digit in branches]
    for digit, branch in branches.items():
        first.steps += [f'<label id="{900 + digit}"/>', *branch.steps[1:], '<nop next="999"/>']
    first.steps.append('<label id="999"/>')
    return first.xml()
