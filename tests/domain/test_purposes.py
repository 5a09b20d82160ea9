"""Which link a notice carries, and that links of different purposes have nothing in common."""

import pytest

from domain.keys import link_token
from domain.purposes import Purpose, made_in_passing, purpose_of
from domain.terms import Channel, NoticeKind

ID = "5f0c7e5e-0b0c-4c58-9f5e-2f6d8d1c0a11"


@pytest.mark.parametrize("kind", NoticeKind)
def test_only_the_survey_carries_a_link_that_opens_the_survey_alone(kind: NoticeKind) -> None:
    assert purpose_of(kind) is (Purpose.SURVEY if kind is NoticeKind.SURVEY else Purpose.INTERVIEW)


@pytest.mark.parametrize(
    ("kind", "channel", "made"),
    [
        (NoticeKind.INVITE, Channel.SMS, []),
        (NoticeKind.INVITE, Channel.EMAIL, [Purpose.MESSAGES]),
        (NoticeKind.SURVEY, Channel.SMS, [Purpose.SURVEY]),
        (NoticeKind.SURVEY, Channel.EMAIL, [Purpose.SURVEY, Purpose.MESSAGES]),
    ],
)
def test_a_notice_hands_out_what_its_text_and_its_header_say(
    kind: NoticeKind, channel: Channel, made: list[Purpose]
) -> None:
    assert made_in_passing(kind, channel) == made


def test_every_purpose_has_a_token_of_its_own_and_the_first_one_is_the_old_one() -> None:
    tokens = {link_token("secret", ID, revision, purpose) for purpose in Purpose for revision in (1, 2, 11)}
    assert len(tokens) == 9
    assert (
        link_token("secret", ID, 1, Purpose.INTERVIEW)
        == link_token("secret", ID, 1)
        == "RrDvDKSdYRmoIhcuqJrpWvJW8FHJyu2M"
    )
