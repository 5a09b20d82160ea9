"""Twilio's callbacks as bytes: what its signature proves, and what only our own checks refuse."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from domain.receipts import TWILIO, Receipt
from gateways.receipts import Forged, Heard, Malformed
from gateways.twilio_receipts import read
from tests.signing import SIGNATURE, TOKEN, Post, form, form_post, sid, twilio

NOTICE = UUID("9cbd002a-863c-5ed1-8904-5dc244ff84cf")
URL = f"https://hr.example.com/hooks/twilio/{NOTICE}"
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)


def heard(post: Post, url: str = URL, token: str = TOKEN) -> Heard:
    return read(post.body, [post.headers[SIGNATURE]], url, token, NOTICE, NOW)


def signed(fields: dict[str, str], body: bytes | None = None) -> Post:
    """The signature of `fields` on another body."""
    genuine = twilio(URL, fields)
    return form_post(genuine.body if body is None else body, genuine.headers[SIGNATURE])


def test_a_genuine_callback_is_one_receipt() -> None:
    message = sid()
    post = twilio(URL, form("undelivered", message, ErrorCode="30003"))
    told = Receipt(TWILIO, f"{message}:undelivered", NOTICE, message, "undelivered", "30003", NOW)
    assert heard(post) == Heard((told,))
    assert read(post.body, [post.headers[SIGNATURE]], URL, TOKEN, None, NOW) == Heard(strangers=1)


def test_new_fields_of_tomorrow_are_no_reason_to_refuse() -> None:
    more = {
        "RawDlrDoneDate": "2611250230",
        "SmsMessageSid": sid(),
        "ParentAccountSid": "AC1",
        "SomethingNew": "名 & =值",
    }
    assert len(heard(twilio(URL, form("delivered", **more))).receipts) == 1


@pytest.mark.parametrize(
    "post",
    [
        pytest.param(form_post(urlencode(form("delivered")).encode(), ""), id="no signature"),
        pytest.param(form_post(urlencode(form("delivered")).encode(), "%%%not base64%%%"), id="no base64"),
        pytest.param(form_post(urlencode(form("delivered")).encode(), "签名"), id="no ascii"),
        pytest.param(twilio(URL, form("delivered"), token="guessed"), id="another token"),
        pytest.param(twilio(URL, form("delivered"), token=""), id="an empty token"),
        pytest.param(twilio(URL.replace("9cbd", "9cbe"), form("delivered")), id="another notice"),
        pytest.param(twilio(URL.replace("hr.", "evil."), form("delivered")), id="another host"),
        pytest.param(twilio(URL.replace("https", "http"), form("delivered")), id="another scheme"),
        pytest.param(twilio(f"{URL}?x=1", form("delivered")), id="a query"),
        pytest.param(signed(form("failed"), urlencode(form("delivered")).encode()), id="another status"),
        pytest.param(signed(form("failed"), urlencode(form("failed", ErrorCode="1")).encode()), id="a field more"),
        pytest.param(signed(form("failed"), urlencode(form("failed")).encode()[:-20]), id="a field less"),
        pytest.param(signed(form("sent"), urlencode(form("sent")).encode() + b"&MessageStatus=delivered"), id="twice"),
        pytest.param(
            signed(form("sent"), b"MessageStatus=delivered&" + urlencode(form("sent")).encode()), id="twice before"
        ),
        pytest.param(
            signed(form("sent"), urlencode(form("sent")).encode() + b"&MessageStatus=sent"), id="twice the same"
        ),
        pytest.param(signed({}, b""), id="no body's signature, hidden body"),
        pytest.param(signed(form("sent"), json.dumps(form("sent")).encode()), id="json without bodySHA256"),
        pytest.param(signed(form("sent"), b"MessageStatus=\xff"), id="no utf-8"),
        pytest.param(signed(form("sent"), b"MessageStatus=%FF%FE"), id="no utf-8 in percents"),
        pytest.param(signed(form("sent"), b"a=1&" * 500_000), id="fields without end"),
    ],
)
def test_what_is_not_proven_is_forged(post: Post) -> None:
    expected = Malformed if post.body == b"" else Forged
    with pytest.raises(expected):
        heard(post)


@pytest.mark.parametrize("signatures", [[], ["a", "b"]])
def test_no_signature_or_two_of_them_are_forged(signatures: list[str]) -> None:
    with pytest.raises(Forged):
        read(urlencode(form("sent")).encode(), signatures, URL, TOKEN, NOTICE, NOW)


def test_sha256_counts_only_when_we_say_so() -> None:
    """A request that names its own algorithm could name the weaker one."""
    fields = form("delivered")
    signature = RequestValidator(TOKEN).compute_signature(URL, fields, "HMAC_SHA256")
    with pytest.raises(Forged):
        heard(form_post(urlencode(fields).encode(), signature))


def test_an_empty_token_verifies_nothing() -> None:
    with pytest.raises(ValueError, match="empty token"):
        heard(twilio(URL, form("delivered"), token=""), token="")


@pytest.mark.parametrize(
    "fields",
    [
        {"MessageSid": "SM1"},
        {"MessageSid": "SM" + "G" * 32},
        {"MessageStatus": ""},
        {"MessageStatus": "delivered\n"},
        {"MessageStatus": "deliver\u0435d"},
        {"AccountSid": "AC1"},
        {"ErrorCode": "-1"},
        {"ErrorCode": "٣٠٠٠٣"},
        {"\ue000": "x"},
        {"from": "x"},
    ],
)
def test_what_is_signed_and_yet_no_receipt_is_malformed(fields: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        heard(twilio(URL, form("delivered") | fields))


@given(status=st.sampled_from(["failed", "undelivered", "delivered", "sent"]), data=st.data())
def test_no_other_cut_of_the_signed_text_says_anything_else(status: str, data: st.DataObject) -> None:
    """Names and values are signed without separators: `MessageSid=SM1` and `MessageSidS=M1` have one signature."""
    genuine = twilio(URL, form(status, ErrorCode="30003"))
    fields = dict(parse_qsl(genuine.body.decode()))
    text = "".join(f"{name}{fields[name]}" for name in sorted(fields))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), min_size=1, max_size=17)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    pieces += [""] * (len(pieces) % 2)
    again = dict(zip(pieces[::2], pieces[1::2], strict=True))
    post = form_post(urlencode(again).encode(), genuine.headers[SIGNATURE])
    try:
        said = heard(post)
    except (Forged, Malformed):
        return
    assert said == heard(genuine)


@pytest.mark.parametrize("name", ["MessageSid", "MessageStatus", "AccountSid", "ErrorCode"])
@pytest.mark.parametrize("by", [-1, 1, 2])
def test_a_moved_boundary_is_malformed(name: str, by: int) -> None:
    fields = form("undelivered", ErrorCode="30003")
    whole = name + fields[name]
    moved = {key: value for key, value in fields.items() if key != name}
    moved[whole[: len(name) + by]] = whole[len(name) + by :]
    with pytest.raises((Malformed, Forged)):
        heard(signed(fields, urlencode(moved).encode()))


def test_a_code_hidden_in_its_neighbour_is_malformed() -> None:
    fields = form("undelivered", ErrorCode="30003")
    moved = {key: value for key, value in fields.items() if key not in ("ErrorCode", "ApiVersion")}
    moved["ApiVersion"] = "2010-04-01ErrorCode30003"
    with pytest.raises(Malformed):
        heard(signed(fields, urlencode(moved).encode()))


@given(body=st.binary(max_size=300), signature=st.text(max_size=40))
def test_whatever_comes_is_refused_and_nothing_breaks(body: bytes, signature: str) -> None:
    with pytest.raises(Forged):
        heard(form_post(body, signature))


def test_a_callback_may_leave_the_account_out() -> None:
    """Twilio sends it; another emulator need not, and the signature already says whose it is."""
    fields = {name: value for name, value in form("delivered").items() if name != "AccountSid"}
    assert [receipt.status for receipt in heard(twilio(URL, fields)).receipts] == ["delivered"]
