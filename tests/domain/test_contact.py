"""How candidates' names, phones and mail addresses are made uniform, and which are refused (R24)."""

import pytest

from domain.contact import BadContact, clean_line, clean_name, normal_email, normal_phone

ONE_SHANGHAI_MOBILE = [
        "13900138001", "139 0013 8001", "139-0013-8001", "139.0013.8001", "+8613900138001", "+86 139 0013 8001",
        "+86-139-0013-8001", "+86 (139) 0013-8001", "008613900138001", "0086 139 0013 8001", "0086-139-0013-8001",
        "8613900138001", "86 139 0013 8001", "１３９００１３８００１", "＋８６ １３９ ００１３ ８００１",
    "+86\u00a0139\u00a00013\u00a08001",
        "+86\u3000139\u30000013\u30008001", "139\u20110013\u20118001", "139–0013–8001", "  13900138001  ",
        "13900138001\n",
]  # fmt: skip


@pytest.mark.parametrize("typed", ONE_SHANGHAI_MOBILE)
def test_one_chinese_mobile_typed_in_any_way_is_one_number(typed: str) -> None:
    assert normal_phone(typed) == "+8613900138001"


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("+1 202-555-0101", "+12025550101"),
        ("+1 (202) 555-0199", "+12025550199"),
        ("001 202 555 0101", "+12025550101"),
        ("+44 7700 900101", "+447700900101"),
        ("0044 7700 900999", "+447700900999"),
        ("+81 90 1234 5678", "+819012345678"),
        ("+65 8123 4567", "+6581234567"),
        ("+852 9123 4567", "+85291234567"),
        ("+15005550006", "+15005550006"),
        ("+86 10 6234 5678", "+861062345678"),
    ],
)
def test_numbers_of_other_countries_keep_their_country_code(typed: str, e164: str) -> None:
    assert normal_phone(typed) == e164


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("202-555-0101", "US", "+12025550101"),
        ("07700 900101", "GB", "+447700900101"),
        ("13900138001", "CN", "+8613900138001"),
        ("+86 139 0013 8001", "US", "+8613900138001"),
        ("0086 139 0013 8001", "US", "+8613900138001"),
    ],
)
def test_a_number_without_country_code_is_read_in_the_given_region(typed: str, region: str, e164: str) -> None:
    assert normal_phone(typed, region) == e164


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "phone-format"),
        ("   ", "phone-format"),
        ("无", "phone-format"),
        ("n/a", "phone-format"),
        ("call me", "phone-format"),
        ("1-800-FLOWERS", "phone-format"),
        ("13900138001 ext 5", "phone-format"),
        ("13900138001;ext=5", "phone-format"),
        ("tel:13900138001", "phone-format"),
        ("13900138001/13900138002", "phone-format"),
        ("1390013\x008001", "phone-format"),
        ("139\n00138001", "phone-format"),
        ("+86139\u202e00138001", "phone-format"),
        ("139\ud8000013", "phone-format"),
        ("٠١٢٣٤٥٦٧٨٩٠", "phone-format"),
        ("++8613900138001", "phone-format"),
        ("13900138001+", "phone-format"),
        ("---", "phone-format"),
        ("+", "phone-format"),
        ("1" * 41, "phone-format"),
        ("+999 123456789", "phone-format"),
        ("1390013800", "phone-invalid"),
        ("139001380011", "phone-invalid"),
        ("23900138001", "phone-invalid"),
        ("10086", "phone-invalid"),
        ("110", "phone-invalid"),
        ("+86 1000 000 0000", "phone-invalid"),
        ("+1 202-555-01", "phone-invalid"),
        ("202-555-0101", "phone-country-code"),
        ("010-62345678", "phone-country-code"),
        ("400-800-1234", "phone-not-personal"),
        ("+1 800 555 0199", "phone-not-personal"),
        ("+1 900 555 0199", "phone-not-personal"),
    ],
)
def test_what_is_no_phone_of_a_candidate_is_refused(typed: str, rule: str) -> None:
    with pytest.raises(BadContact) as caught:
        normal_phone(typed)
    assert (caught.value.field, caught.value.rule) == ("phone", rule)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("wangming@example.com", "wangming@example.com"),
        ("  wangming@example.com ", "wangming@example.com"),
        ("Wang.Ming@EXAMPLE.Com", "Wang.Ming@example.com"),
        ("wang+hr@example.com", "wang+hr@example.com"),
        ("o'connor@example.org", "o'connor@example.org"),
        ("12345678@example.com", "12345678@example.com"),
        ("a@b.co", "a@b.co"),
        ("x@mail.hr.example.com", "x@mail.hr.example.com"),
        ("wangming＠example．com", "wangming@example.com"),
        ("wangming@example。com", "wangming@example.com"),
        ("ｗａｎｇ@example.com", "wang@example.com"),
        ("x@例子.中国", "x@xn--fsqu00a.xn--fiqs8s"),
        ("x@例子.com", "x@xn--fsqu00a.com"),
        ("x@bücher.de", "x@xn--bcher-kva.de"),
        ("x@BÜCHER.de", "x@xn--bcher-kva.de"),
        ("x@xn--fsqu00a.com", "x@xn--fsqu00a.com"),
        ("x@почта.рф", "x@xn--80a1acny.xn--p1ai"),
        ("x@日本ドメイン.jp", "x@xn--eckwd4c7c5976acvb.jp"),
        ("x@한국.한국", "x@xn--3e0b707e.xn--3e0b707e"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_a_mail_address_is_kept_in_one_ascii_form(typed: str, address: str) -> None:
    assert normal_email(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "", "无", "wangming", "wangming@", "@example.com", "a@b@example.com", "wang ming@example.com",
        "王明@example.com", "Wang Ming <wangming@example.com>", "mailto:wangming@example.com",
        '"wang ming"@example.com', "wangming@example.com,lisi@example.com", "wangming@example.com;lisi@example.com",
        "wangming@example.com\n", "wangming@example.com\r\nBcc: all@example.com", "wang\r\nming@example.com",
        "wang\x00ming@example.com", "wangming@exam\x00ple.com", "wangming@exam\u200bple.com",
        "wangming@exam\u00adple.com", "wangming@\u202eexample.com", "wangming@\ud800.com", "\ud800@example.com",
        "wangming@localhost", "wangming@127.0.0.1", "wangming@[127.0.0.1]", "wangming@example",
        "wangming@.example.com", "wangming@example..com", "wangming@example.com.", "wangming@-example.com",
        "wangming@example-.com", "wangming@exam_ple.com", "wangming@exam ple.com", "wangming@example.c",
        "wangming@example.123", ".wangming@example.com", "wangming.@example.com", "wang..ming@example.com",
        "wangming@" + "a" * 64 + ".com", "wangming@ⓔxample.com", "wangming@exampl\u0665.com", "wangming@xn--a.com",
    ],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(BadContact) as caught:
        normal_email(typed)
    assert (caught.value.field, caught.value.rule) == ("email", "email-format")


@pytest.mark.parametrize(
    "typed",
    [
        "hr@\u0430pple.com",
        "hr@exampl\u0435.com",
        "hr@g\u03bf\u03bfgle.com",
        "hr@\u0430\u0440\u0440\u04cf\u0435.com",
        "hr@xn--80ak6aa92e.com",
        "hr@p\u0251ypal.com",
        "hr@straße.de",
    ],
)
def test_a_domain_that_poses_as_another_is_refused(typed: str) -> None:
    with pytest.raises(BadContact) as caught:
        normal_email(typed)
    assert caught.value.rule == "email-lookalike"


@pytest.mark.parametrize(
    "typed", ["a" * 65 + "@example.com", "a@" + "b" * 250 + ".com", "a@" + ".".join(["b" * 60] * 4) + ".example.com"]
)
def test_a_mail_address_beyond_the_limits_is_refused(typed: str) -> None:
    with pytest.raises(BadContact) as caught:
        normal_email(typed)
    assert caught.value.rule == "email-too-long"


def test_an_address_that_grows_beyond_the_limit_in_ascii_is_refused() -> None:
    typed = "a" * 40 + "@" + ".".join(["例" * 20] * 8) + ".com"
    assert len(typed) < 254
    with pytest.raises(BadContact) as caught:
        normal_email(typed)
    assert caught.value.rule == "email-too-long"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王明", "王明"),
        ("  王明 ", "王明"),
        ("王\u3000明", "王 明"),
        ("Emily   Carter", "Emily Carter"),
        ("Emily\u00a0Carter", "Emily Carter"),
        ("买买提·艾力", "买买提·艾力"),
        ("David O'Connor", "David O'Connor"),
        ("Zoe\u0308 Martin", "Zo\u00eb Martin"),
        ("䶮", "䶮"),
        ("𠮷野家子", "𠮷野家子"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("=1+1", "=1+1"),
        ("李" * 80, "李" * 80),
    ],
)
def test_a_name_keeps_its_letters_and_loses_spare_spaces(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\u3000", "empty"),
        ("李" * 81, "too-long"),
        ("王\x00明", "hidden-characters"),
        ("王\n明", "hidden-characters"),
        ("王明\n", "hidden-characters"),
        ("王\r明", "hidden-characters"),
        ("王\t明", "hidden-characters"),
        ("王\x1b[31m明", "hidden-characters"),
        ("王\x7f明", "hidden-characters"),
        ("王\x85明", "hidden-characters"),
        ("王\u2028明", "hidden-characters"),
        ("王\u2029明", "hidden-characters"),
        ("王\u200b明", "hidden-characters"),
        ("王\ufeff明", "hidden-characters"),
        ("王\u202e明", "hidden-characters"),
        ("王\u202a明", "hidden-characters"),
        ("王\u2066明\u2069", "hidden-characters"),
        ("王\u200f明", "hidden-characters"),
        ("王\ud83d明", "hidden-characters"),
        ("\udfff", "hidden-characters"),
    ],
)
def test_a_name_that_would_break_a_letter_or_a_list_is_refused(typed: str, rule: str) -> None:
    with pytest.raises(BadContact) as caught:
        clean_name(typed)
    assert (caught.value.field, caught.value.rule) == ("candidate_name", rule)


@pytest.mark.parametrize(("length", "most", "good"), [(1, 1, True), (2, 1, False), (120, 120, True), (121, 120, False)])
def test_a_line_may_be_exactly_as_long_as_its_limit(length: int, most: int, good: bool) -> None:
    if good:
        assert clean_line("岗" * length, "position", most) == "岗" * length
        return
    with pytest.raises(BadContact) as caught:
        clean_line("岗" * length, "position", most)
    assert (caught.value.field, caught.value.rule) == ("position", "too-long")
    assert caught.value.message_zh == f"岗位最多{most}个字符"


@pytest.mark.parametrize(
    ("read", "secret"),
    [(normal_phone, "1390013800"), (normal_phone, "secret"), (normal_email, "secret@@x"), (clean_name, "secret\x00")],
)
def test_a_refusal_speaks_both_languages_and_never_repeats_the_value(read: object, secret: str) -> None:
    assert callable(read)
    with pytest.raises(BadContact) as caught:
        read(secret)
    told = f"{caught.value} {caught.value.message_zh} {caught.value.message_en} {caught.value.args}"
    assert secret not in told
    assert "secret" not in told
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.message_zh)
    assert caught.value.message_en.isascii()
