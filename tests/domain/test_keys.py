"""Names that must never drift: golden values of every id and key, and what a candidate's link is made of."""

import base64
import hashlib
from itertools import product

import pytest

from domain import keys
from domain.terms import Audience, Channel

ID = "5f0c7e5e-0b0c-4c58-9f5e-2f6d8d1c0a11"


def test_the_workflow_id_is_the_interviews_id_under_one_word() -> None:
    assert keys.workflow_id(ID) == f"interview-{ID}"


@pytest.mark.parametrize(
    ("made", "golden"),
    [
        (keys.interview_id("mianyue-sh", "zhangsan", "k1"), "1b627465-0d87-5c55-8fa6-f724cdd2d893"),
        (keys.interview_id("面约上海", "张三", "键"), "d1367a02-7f1d-5523-8513-725125d098ed"),
        (keys.command_id(ID, "zhangsan", "cancel", "k1"), "f31ea2a5-69c7-56f6-919e-362c1b9d61e3"),
        (keys.notice_id(f"{ID}:r1:invite:candidate:email"), "9cbd002a-863c-5ed1-8904-5dc244ff84cf"),
        (keys.link_token("secret", ID, 1), "RrDvDKSdYRmoIhcuqJrpWvJW8FHJyu2M"),
        (keys.address_hash("secret", "+8613900138001"), hashlib.sha256(b"secret:+8613900138001").hexdigest()),
        (keys.link_hash("token"), hashlib.sha256(b"token").hexdigest()),
    ],
)
def test_ids_stay_what_they_were_when_the_first_rows_were_written(made: str, golden: str) -> None:
    assert made == golden


def test_a_notice_key_reads_as_the_business_fact_it_is() -> None:
    key = keys.notice_key(ID, 2, "remind:1440", Audience.CANDIDATE, Channel.SMS)
    assert key == f"{ID}:r2:remind:1440:candidate:sms"


def test_different_facts_never_share_a_key_or_an_id() -> None:
    facts = product((ID, ID[::-1]), (1, 2, 11), ("invite", "remind:60", "remind:1440"), Audience, Channel, (1, 2))
    made = [keys.notice_key(*fact) for fact in facts]
    assert len({keys.notice_id(key) for key in made}) == len(set(made)) == 2 * 3 * 3 * 3 * 4 * 2


def test_the_same_idempotency_key_means_something_else_for_another_login_kind_or_organisation() -> None:
    made = [
        keys.interview_id("mianyue-sh", "zhangsan", "k1"),
        keys.interview_id("mianyue-sz", "zhangsan", "k1"),
        keys.interview_id("mianyue-sh", "lisi", "k1"),
        keys.command_id(ID, "zhangsan", "cancel", "k1"),
        keys.command_id(ID, "zhangsan", "confirm", "k1"),
        keys.command_id(ID, "lisi", "cancel", "k1"),
    ]
    assert len(set(made)) == len(made)


def test_a_link_is_192_bits_that_fit_into_an_address() -> None:
    token = keys.link_token("secret", ID, 1)
    assert len(base64.urlsafe_b64decode(token)) * 8 == 192
    assert len(token) == 32
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_every_revision_interview_and_secret_has_a_link_of_its_own() -> None:
    made = {keys.link_token(secret, id, n) for secret in ("one", "two") for id in (ID, ID[::-1]) for n in range(1, 201)}
    assert len(made) == 2 * 2 * 200


def test_the_database_can_tell_a_link_by_its_hash_but_not_make_one_of_it() -> None:
    token = keys.link_token("secret", ID, 1)
    assert keys.link_hash(token) == keys.link_hash(token)
    assert token not in keys.link_hash(token)
    assert len(keys.link_hash(token)) == 64
