"""Twilio's status callbacks: signed form posts to the StatusCallback of a message, one per status."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from sandbox.courier import Courier, Parcel, Receipt
from sandbox.ledger import Ledger, Message
from sandbox.receipts import ReceiptRule

POOL_NUMBER = "+15005550006"  # what a Messaging Service picks to send from
CODES = {"undelivered": 30003, "failed": 30008}


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Reports what became of accepted text messages."""

    ledger: Ledger
    courier: Courier
    token: str

    async def report(self, message: Message, account: str, url: str, rule: ReceiptRule) -> None:
        """Plays the rule; without a `url` only the message's own status follows it."""
        if rule.outcome != "none":
            await self.courier.run(partial(self._tell, message, account, url, rule), rule)

    async def _tell(self, message: Message, account: str, url: str, rule: ReceiptRule) -> None:
        story = [
            (status, rule.error_code or CODES[status] if status in CODES else None) for status in rule.story("sms")
        ]
        # What became of it does not wait for the one who is told.
        for status, code in story:
            self.ledger.advance(message, status, code)
        for status, code in story:
            for _ in range(rule.copies if url else 0):
                await self.courier.post(self._parcel(message, status, url, _form(message, account, status, code)))

    def _parcel(self, message: Message, status: str, url: str, form: dict[str, str]) -> Parcel:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": RequestValidator(self.token).compute_signature(url, form),
            "User-Agent": "TwilioProxy/1.1",
        }
        receipt = Receipt("sms", message.notice_id, message.provider_id, status)
        return Parcel(url, urlencode(form).encode(), lambda: headers, [receipt])


def _form(message: Message, account: str, status: str, code: int | None) -> dict[str, str]:
    service = message.sender.startswith("MG")
    form = {
        "ApiVersion": "2010-04-01",
        "AccountSid": account,
        "MessageSid": message.provider_id,
        "MessageStatus": status,
        "SmsSid": message.provider_id,
        "SmsStatus": status,
        "From": POOL_NUMBER if service else message.sender,
        "To": message.to,
    }
    if service:
        form["MessagingServiceSid"] = message.sender
    if code:
        form["ErrorCode"] = str(code)
    return form
