"""The push to another appraisal system: one signed POST per call, told apart as taken, refused or unknown."""

import base64
import hmac
import time

import requests

from gateways.answers import Answer, Refused, Sent, http_failure, network_failure, outcome, wished
from gateways.pause import Pause
from gateways.pool import Pool, read_environment_once
from settings import Settings, appraisal_key

_AWAY = 503


class AppraisalGateway:
    """Posts to `settings.appraisal_url`. Raises: ValueError when that or its secret will not do."""

    def __init__(self, settings: Settings) -> None:
        settings.check_appraisal()
        self._url, self._timeout = settings.appraisal_url, settings.provider_timeout_seconds
        self._key = appraisal_key(settings.appraisal_secret.get_secret_value())
        self._pool = Pool("appraisal", 2, self._client)
        self._pause = Pause()

    async def push(self, message: str, body: bytes) -> None:
        """Hands one message over. Raises: Refused, or Unknown when it may have been taken: the same again does no harm."""
        outcome(await self._pool.run(lambda client: self._pause.obey(lambda: self._attempt(client, message, body))))

    async def close(self) -> None:
        """Ends the threads and their connections."""
        await self._pool.close()

    def _client(self, session: requests.Session) -> requests.Session:
        read_environment_once(session, self._url)
        return session

    def _attempt(self, client: requests.Session, message: str, body: bytes) -> Answer:
        headers = {"Content-Type": "application/json", "User-Agent": "Mianyue"}
        headers |= signature(self._key, message, int(time.time()), body)
        try:
            # The head says everything; a body that comes byte by byte would hold the thread for ever.
            with client.post(
                self._url, body, headers=headers, timeout=self._timeout, allow_redirects=False, stream=True
            ) as reply:
                return _answer(reply)
        except requests.RequestException as error:
            return network_failure(error)


def _answer(reply: requests.Response) -> Answer:
    """A 503 is a refusal here, with its wish for rest: should the message have been taken all the same, a repeat does no harm."""
    if 200 <= reply.status_code < 300:
        return Sent("")
    if reply.status_code == _AWAY:
        return Refused("http_503", retryable=True, retry_after_seconds=wished(reply.headers))
    return http_failure(reply.status_code, reply.headers)


def signature(key: bytes, message: str, at: int, body: bytes) -> dict[str, str]:
    """The headers that say whose message it is and when it was sent (Unix seconds), as Standard Webhooks has them."""
    mac = hmac.digest(key, f"{message}.{at}.".encode() + body, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def gateway_of(settings: Settings) -> AppraisalGateway | None:
    """None where nothing is pushed."""
    return AppraisalGateway(settings) if settings.appraisal_url else None
