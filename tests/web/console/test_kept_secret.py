"""What signing in leaves behind: a cookie that only our own pages over TLS get, and a password that nobody can read back."""

from dataclasses import replace
from datetime import UTC, datetime

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.passwords import hashed
from db.accounts import set_password
from db.tables import users
from db.tables_accounts import sessions
from tests.web.console.company import founded
from tests.web.console.conftest import PASSWORD, Door
from tests.web.console.visitor import DOOR, Visitor
from web.app import app

# The second of RFC 9106's two recommended options: 64 MiB, three passes, four lanes.
ARGON2ID = "$argon2id$v=19$m=65536,t=3,p=4$"


async def _cookie(visitor: Visitor) -> tuple[str, set[str]]:
    sent = await visitor.http.post(DOOR, data={"login": visitor.login, "password": PASSWORD})
    assert sent.status_code == 303
    first, *rest = sent.headers["set-cookie"].split(";")
    return first, {part.strip().lower() for part in rest}


async def test_under_an_https_address_the_session_travels_over_tls_alone(at_console: Door) -> None:
    wang, usual = await at_console("wangfang"), app.state.app
    settings = usual.settings.model_copy(update={"public_url": "https://interviews.example"})
    app.state.app = replace(usual, settings=settings)
    try:
        session, kept = await _cookie(wang)
    finally:
        app.state.app = usual
    assert session.startswith("mianyue-session=")
    assert kept == {"secure", "httponly", "samesite=lax", "path=/console"}


async def test_every_sign_in_is_a_session_of_its_own_of_which_only_a_hash_is_kept(
    at_console: Door, engine: AsyncEngine
) -> None:
    wang = await at_console("wangfang")
    tokens = {(await _cookie(wang))[0].partition("=")[2] for _ in range(2)}
    assert {len(token) for token in tokens} == {43}, "256 bits each"
    assert len(tokens) == 2
    async with engine.connect() as conn:
        kept = (await conn.execute(select(sessions.c.hash))).scalars().all()
    assert not tokens & set(kept)


async def _stored(engine: AsyncEngine, login: str) -> str:
    async with engine.connect() as conn:
        return str((await conn.execute(select(users.c.password_hash).where(users.c.login == login))).scalar_one())


async def test_a_password_is_kept_as_an_argon2id_hash_however_it_was_set(at_console: Door, engine: AsyncEngine) -> None:
    """Handed out by HR operations, and changed by its owner: each with salt of its own."""
    company = await founded(engine, at_console)
    hr, new = await company.hires("hr", company.root), await company.hires("new", company.root, "recruiter")
    place = f"/console/settings/users/{new.login}/password"
    await hr.sends(await hr.opens(place), place)
    handed_out = await _stored(engine, new.login)
    assert handed_out.startswith(ARGON2ID)
    form = await hr.opens("/console/password")
    typed = {"password": PASSWORD, "new": "quite another long password", "again": "quite another long password"}
    await hr.sends(form, "/console/password", typed)
    own = await _stored(engine, hr.login)
    assert own.startswith(ARGON2ID)
    assert own.split("$")[4] != handed_out.split("$")[4]
    assert "quite another" not in own


async def test_the_same_password_of_two_people_is_kept_as_two_hashes() -> None:
    first, second = await hashed(PASSWORD), await hashed(PASSWORD)
    assert first.startswith(ARGON2ID)
    assert first.split("$")[4:] != second.split("$")[4:]


async def test_a_password_kept_with_older_parameters_still_opens(at_console: Door, engine: AsyncEngine) -> None:
    company = await founded(engine, at_console)
    old = await company.hires("old", company.root, "recruiter")
    weaker = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1),)).hash(PASSWORD)
    async with engine.begin() as conn:
        assert await set_password(conn, old.login, weaker, datetime.now(UTC))
    await old.signs_in()
    wrong = await old.http.post(DOOR, data={"login": old.login, "password": PASSWORD[1:]})
    assert wrong.status_code == 422
