# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ..tools.providers.signatures import twilio_signature, zadarma_signature
from .door_common import SECRET, DoorCommon

STARTED = "2027-01-15 10:00:00"


class WebhookCommon(DoorCommon):
    """How each provider tells of a call that 101 answered and that lasted 31 seconds."""

    def _zadarma(self, provider, event="NOTIFY_END", secret=SECRET, **changed):
        fields = {
            "event": event,
            "pbx_call_id": "in_1",
            "caller_id": "380671112233",
            "called_did": "380442003040",
            "call_start": STARTED,
            "internal": "101",
            "duration": "31",
            "disposition": "answered",
            **changed,
        }
        signed = "380671112233380442003040" + STARTED
        headers = {"Signature": zadarma_signature(secret, signed)}
        return self._post(f"/telephony/webhook/{provider.key}", fields, headers)

    def _binotel(self, provider, request="apiCallCompleted", secret=SECRET, **changed):
        details = {
            "companyID": "12",
            "generalCallID": "in_1",
            "callType": "0",
            "internalNumber": "101",
            "externalNumber": "0671112233",
            "startTime": "1800000000",
            "waitsec": "4",
            "billsec": "31",
            "disposition": "ANSWER",
            "historyData": "",
            **changed,
        }
        form = {"requestType": request} | {f"callDetails[{n}]": v for n, v in details.items()}
        return self._post(f"/telephony/webhook/{provider.key}/{secret}", form)

    def _ringostat(self, provider, secret=SECRET, **changed):
        form = {
            "uniqueid": "in_1",
            "calldate": STARTED,
            "caller": "380671112233",
            "dst": "380442003040",
            "disposition": "ANSWERED",
            "billsec": "31",
            "waittime": "4",
            "employee_number": "101",
            **changed,
        }
        return self._post(f"/telephony/webhook/{provider.key}/{secret}", form)

    def _twilio(self, provider, secret=SECRET, signature=None, **changed):
        form = {
            "CallSid": "in_1",
            "CallStatus": "completed",
            "Direction": "inbound",
            "From": "+380671112233",
            "To": "+380442003040",
            "CallDuration": "31",
            **changed,
        }
        url = f"{self.base_url()}/telephony/webhook/{provider.key}"
        good = twilio_signature(secret, url, {name: [value] for name, value in form.items()})
        headers = {"X-Twilio-Signature": signature or good}
        return self._post(f"/telephony/webhook/{provider.key}", form, headers)

    def _generic(self, provider, secret=SECRET, **changed):
        told = {
            "id": "in_1",
            "state": "ended",
            "direction": "incoming",
            "disposition": "answered",
            "caller": "0671112233",
            "extension": "101",
            "wait": 4,
            "talk": 31,
            "started": "1800000000",
            **changed,
        }
        return self._post_json(f"/telephony/webhook/{provider.key}", told, secret=secret)

    def _senders(self):
        return {
            kind: (self._create_cloud(kind), getattr(self, f"_{kind}"))
            for kind in ("zadarma", "binotel", "ringostat", "twilio", "generic")
        }
