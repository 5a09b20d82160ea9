"""SendGrid's event posts as bytes: signature, age, shifted boundaries, and odd events beside good ones."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.receipts import SENDGRID, Receipt
from gateways.receipts import Forged, Heard, Malformed
from gateways.sendgrid_receipts import read
from tests.signing import (
    OTHER_KEY,
    SENDGRID_SIGNATURE,
    TIMESTAMP,
    WEBHOOK_KEY,
    Post,
    event,
    public,
    sendgrid,
)

NOTICE = UUID("9cbd002a-863c-5ed1-8904-5dc244ff84cf")
AT = "1764036000"
NOW = datetime.fromtimestamp(int(AT), UTC)


def heard(post: Post, now: datetime = NOW, key: str = WEBHOOK_KEY) -> Heard:
    return read(post.body, [post.headers[SENDGRID_SIGNATURE]], [post.headers[TIMESTAMP]], key, now)


def altered(post: Post, body: bytes | None = None, **headers: str) -> Post:
    named = {"signature": SENDGRID_SIGNATURE, "timestamp": TIMESTAMP}
    return Post(post.body if body is None else body, post.headers | {named[k]: v for k, v in headers.items()})


GENUINE = sendgrid([event(NOTICE)], AT)


def test_a_genuine_post_is_its_events() -> None:
    one = event(
        NOTICE, "bounce", reason="550 5.1.1 <c@example.com> unknown", status="5.1.1", type="bounce", timestamp=7
    )
    told = Receipt(SENDGRID, one["sg_event_id"], NOTICE, "msg1", "bounce", "550", datetime.fromtimestamp(7, UTC))
    assert heard(sendgrid([one], AT)) == Heard((told,))
    assert heard(sendgrid([], AT)) == Heard()


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"event": "bounce", "status": "5.7.1", "reason": "address c@example.com said no"}, "bounce", "5.7.1"),
        ({"event": "bounce", "type": "blocked", "reason": "421 try later"}, "blocked", "421"),
        ({"event": "bounce", "reason": ["x"], "status": "王小明"}, "bounce", ""),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, "dropped", "unsubscribed_address"),
        ({"event": "dropped", "reason": "王小明 <c@example.com>"}, "dropped", ""),
        ({"event": "delivered", "response": "250 OK", "reason": "550"}, "delivered", ""),
    ],
)
def test_why_a_mail_failed_is_a_code_and_never_a_sentence(more: dict[str, Any], status: str, code: str) -> None:
    [receipt] = heard(sendgrid([event(NOTICE) | more], AT)).receipts
    assert (receipt.status, receipt.code) == (status, code)


@pytest.mark.parametrize(
    "post",
    [
        pytest.param(altered(GENUINE, signature=""), id="an empty signature"),
        pytest.param(altered(GENUINE, signature="AAAA"), id="no DER"),
        pytest.param(altered(GENUINE, signature="A"), id="malformed base64"),
        pytest.param(altered(GENUINE, signature="签名"), id="no ascii"),
        pytest.param(
            altered(GENUINE, signature="*" + GENUINE.headers[SENDGRID_SIGNATURE]), id="noise before the base64"
        ),
        pytest.param(altered(GENUINE, body=GENUINE.body.replace(b"delivered", b"bounce")), id="another body"),
        pytest.param(
            altered(GENUINE, body=json.dumps(json.loads(GENUINE.body), indent=1).encode()), id="serialised anew"
        ),
        pytest.param(altered(GENUINE, body=b"\xff" + GENUINE.body), id="no utf-8"),
        pytest.param(altered(GENUINE, timestamp=str(int(AT) + 1)), id="another timestamp"),
        pytest.param(altered(GENUINE, timestamp=""), id="no timestamp"),
        pytest.param(altered(GENUINE, timestamp=f"{AT}\n"), id="a line break"),
        pytest.param(sendgrid([event(NOTICE)], "now"), id="no number"),
        pytest.param(sendgrid([event(NOTICE)], f"+{AT}"), id="a sign"),
        pytest.param(sendgrid([event(NOTICE)], f"{AT}.0"), id="a fraction"),
        pytest.param(sendgrid([event(NOTICE)], "".join(chr(0x0660 + int(digit)) for digit in AT)), id="other digits"),
        pytest.param(sendgrid([event(NOTICE)], "9" * 12), id="too long"),
        pytest.param(sendgrid([event(NOTICE)], AT, OTHER_KEY), id="another key"),
        pytest.param(
            altered(GENUINE, body=GENUINE.body[1:], timestamp=f"{AT}["), id="the bracket moved to the timestamp"
        ),
        pytest.param(
            altered(GENUINE, body=AT[9:].encode() + GENUINE.body, timestamp=AT[:9]), id="a digit moved to the body"
        ),
    ],
)
def test_what_is_not_proven_is_forged(post: Post) -> None:
    with pytest.raises(Forged):
        heard(post)


@pytest.mark.parametrize(
    ("age", "taken"),
    [
        (timedelta(seconds=300), True),
        (timedelta(seconds=301), False),
        (timedelta(hours=24), False),
        (timedelta(seconds=-300), True),
        (timedelta(seconds=-301), False),
    ],
)
def test_old_and_future_posts_are_refused(age: timedelta, taken: bool) -> None:
    if taken:
        assert len(heard(GENUINE, NOW + age).receipts) == 1
        return
    with pytest.raises(Forged):
        heard(GENUINE, NOW + age)


@pytest.mark.parametrize(("signatures", "timestamps"), [([], [AT]), (["x"], []), (["x", "y"], [AT]), (["x"], [AT, AT])])
def test_a_header_missing_or_twice_is_forged(signatures: list[str], timestamps: list[str]) -> None:
    with pytest.raises(Forged):
        read(GENUINE.body, signatures, timestamps, WEBHOOK_KEY, NOW)


def test_the_key_is_the_configured_one() -> None:
    with pytest.raises(Forged):
        heard(GENUINE, key=public(OTHER_KEY))
    with pytest.raises(Forged):
        heard(GENUINE, key=base64.b64encode(b"no key").decode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"1",
        b'"x"',
        b"[",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 10_000,
        b"[1}",
        b"\xef\xbb\xbf[]",
    ],
)
def test_what_is_signed_and_yet_no_array_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        heard(sendgrid(body, AT))


@pytest.mark.parametrize(
    ("odd", "counted"),
    [
        (None, "malformed"),
        ("x", "malformed"),
        ([], "malformed"),
        ({}, "strangers"),
        ({"op_id": None}, "strangers"),
        ({"op_id": "not-ours"}, "strangers"),
        ({"op_id": str(NOTICE).upper()}, "strangers"),
        (event(NOTICE) | {"sg_event_id": ""}, "malformed"),
        (event(NOTICE) | {"sg_event_id": "\ud800"}, "malformed"),
        (event(NOTICE) | {"sg_event_id": "a\x00b"}, "malformed"),
        (event(NOTICE) | {"event": "Delivered!"}, "malformed"),
        (event(NOTICE) | {"timestamp": "soon"}, "malformed"),
        (event(NOTICE) | {"timestamp": True}, "malformed"),
        (event(NOTICE) | {"timestamp": 10**30}, "malformed"),
        (event(NOTICE) | {"timestamp": -1}, "malformed"),
        (event(NOTICE) | {"timestamp": float("nan")}, "malformed"),
        (event(NOTICE) | {"sg_message_id": 7}, "malformed"),
    ],
)
def test_an_odd_event_does_not_lose_the_others(odd: Any, counted: str) -> None:
    said = heard(sendgrid([event(NOTICE), odd, event(NOTICE, "open")], AT))
    assert [receipt.status for receipt in said.receipts] == ["delivered", "open"]
    assert getattr(said, counted) == said.strangers + said.malformed == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(sorted(event(NOTICE))) | st.text(max_size=9), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(said=st.lists(JSON | JSON.map(lambda value: event(NOTICE) | {"event": value}), max_size=5))
def test_whatever_is_signed_every_event_is_accounted_for(said: list[Any]) -> None:
    found = heard(sendgrid(said, AT))
    assert len(found.receipts) + found.strangers + found.malformed == len(said)
