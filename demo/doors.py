"""The public doors that the demo knocks at: HTTP API, candidate pages, the sandbox's messages, the command line."""

import asyncio
import os
import re
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from domain.labels import mask_name
from settings import Settings, settings

PATIENCE = 45.0  # seconds until something that must come counts as missing
LINK = re.compile(r"https?://\S+/c/[\w-]+")
Json = dict[str, Any]
_Found = TypeVar("_Found")


class Broken(Exception):
    """A door did not answer as the contract says, or something that must come did not."""


async def until(probe: Callable[[], Awaitable[_Found | None]], what: str, seconds: float = PATIENCE) -> _Found:
    """The probe's first answer that is not None. Raises: Broken after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = await probe()
        if found is not None:
            return found
        await asyncio.sleep(0.2)
    raise Broken(f"{what}: not within {seconds:.0f} s")


class Doors:
    """HTTP API, candidate pages and the sandbox of the running stack; nothing else of it is touched."""

    def __init__(self, config: Settings) -> None:
        self.began = datetime.now(UTC)
        self.ui = f"{config.ui_url}/namespaces/{os.environ.get('TEMPORAL_NAMESPACE', 'default')}/workflows"
        self.api_url = f"{config.web_url}/api/v1"
        self.sandbox_url = f"{config.sandbox_url}/sandbox/messages"
        self._http = httpx2.AsyncClient(timeout=30)
        self._tokens: dict[str, str] = {}

    async def sign_in(self, *logins: str) -> None:
        """Fetch an API token for each, as `./run mianyue token` prints it. Raises: Broken."""
        printed = [command(sys.executable, "starter.py", "token", "--user", login) for login in logins]
        for login, token in zip(logins, await asyncio.gather(*printed), strict=True):
            self._tokens[login] = token.strip()

    async def call(self, login: str, method: str, path: str, **how: Any) -> httpx2.Response:
        """One call of the API, whatever it answers."""
        headers = {"Authorization": f"Bearer {self._tokens[login]}", **how.pop("headers", {})}
        return await self._http.request(method, f"{self.api_url}{path}", headers=headers, **how)

    async def get(self, login: str, path: str, **params: Any) -> Any:
        """The answer's JSON. Raises: Broken."""
        return done(await self.call(login, "GET", path, params=params))

    async def post(self, login: str, path: str, **body: Any) -> Any:
        """The answer's JSON. Raises: Broken."""
        return done(await self.call(login, "POST", path, json=body))

    async def page(self, link: str, **form: Any) -> httpx2.Response:
        """The candidate's page behind a link, or the answer to the form sent there."""
        headers = {"Accept": "application/json"}
        if form:
            return await self._http.post(link, data=form, headers=headers)
        return await self._http.get(link, headers=headers)

    async def receipts(self, *rules: Json) -> None:
        """What the sandbox's providers will report of deliveries; without rules everything is delivered. Raises: Broken."""
        done(await self._http.put(self.sandbox_url.replace("/messages", "/receipts"), json=list(rules)))

    async def messages(self, **wanted: str) -> list[Json]:
        """What the sandbox has accepted since the demo began, oldest first."""
        items = done(await self._http.get(self.sandbox_url, params=wanted))["items"]
        return [item for item in items if datetime.fromisoformat(item["accepted_at"]) >= self.began]

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


async def command(*argv: str) -> str:
    """What a program prints. Raises: Broken when it fails or takes longer than PATIENCE."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*argv, stdout=pipe, stderr=pipe)
    try:
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise Broken(f"{os.path.basename(argv[0])}: no end within {PATIENCE:.0f} s") from None
    if process.returncode != 0:
        last = err.decode().strip().splitlines()[-1:]
        raise Broken(f"{os.path.basename(argv[0])} {argv[1]}: {' '.join(last)[:200]}")
    return out.decode()


async def press_cancel(workflow: str) -> None:
    """Request Cancellation, as the Temporal UI's button does: without a reason. Raises: Broken."""
    beside = Path(sys.executable).with_name("temporal")
    program = os.environ.get("TEMPORAL_CLI") or (str(beside) if beside.exists() else shutil.which("temporal"))
    if not program:
        raise Broken("no temporal program")
    address = os.environ.get("TEMPORAL_ADDRESS") or f"127.0.0.1:{settings().temporal_port}"
    await command(program, "workflow", "cancel", "--address", address, "--workflow-id", workflow)


def done(response: httpx2.Response) -> Any:
    """The JSON of a success. Raises: Broken, naming the rule that refused."""
    if response.is_success:
        return response.json()
    path = re.sub(r"^/c/.*", "/c/…", response.url.path)
    raise Broken(f"{response.request.method} {path}: {response.status_code} {rule_of(response)}".rstrip())


def rule_of(response: httpx2.Response) -> str:
    """The rule that a problem document names, empty for any other answer."""
    if "json" not in response.headers.get("content-type", ""):
        return ""
    return str(response.json().get("type", "")).rpartition(":")[2]


class Candidate:
    """The person of one interview, seen from outside: addresses, what has arrived there, the newest link."""

    def __init__(self, doors: Doors, view: Json) -> None:
        self.id, self.recruiter, self.position = str(view["id"]), str(view["recruiter"]), str(view["position"])
        self.starts_at = datetime.fromisoformat(view["starts_at"])
        person = view["candidate"]
        self.name = mask_name(person["name"])
        self.addresses = [to for to in (person["phone"], person["email"]) if to]
        self.link = ""
        self._doors = doors
        self._seen: set[str] = set()

    async def receives(self, *channels: str) -> list[Json]:
        """The messages since the last call, once every one of these channels has brought one. Raises: Broken."""
        return await until(lambda: self._arrived(channels), f"{self.name}: {' + '.join(channels)}")

    async def _arrived(self, channels: Sequence[str]) -> list[Json] | None:
        new = await self.unread()
        if not set(channels) <= {message["channel"] for message in new}:
            return None
        self._seen |= {message["provider_id"] for message in new}
        for message in new:
            if found := LINK.search(message["body"]):
                self.link = found.group()
        return new

    async def unread(self) -> list[Json]:
        """What has arrived since `receives` last answered."""
        found = [message for to in self.addresses for message in await self._doors.messages(to=to)]
        return [message for message in found if message["provider_id"] not in self._seen]
