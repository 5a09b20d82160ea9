"""How a person is named and reached: names, short lines, phone numbers and mail addresses, made uniform or refused."""

import re
import unicodedata
from typing import NoReturn

import phonenumbers
from phonenumbers import PhoneNumberType

NAME_MOST = 80
EMAIL_MOST = 254

_LABELS = {
    "candidate_name": ("候选人姓名", "candidate name"),
    "name": ("姓名", "name"),
    "name_en": ("英文姓名", "English name"),
    "phone": ("手机号", "phone number"),
    "email": ("邮箱", "mail address"),
    "position": ("岗位", "position"),
    "recruiter": ("招聘人员", "recruiter"),
    "interviewer": ("面试官", "interviewer"),
    "organisation": ("公司", "organisation"),
    "external_id": ("外部编号", "external id"),
    "day_name": ("日期名称", "name of the day"),
}

# SMS to these costs the sender or the caller extra, or reaches a switchboard: never a candidate's own phone.
_NOT_PERSONAL = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PAGER,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
}
_MAINLAND = 86
_PHONE_SIGNS = re.compile(r"\+?[0-9 ().\-]{3,40}")
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x30FC], "-")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_IDEOGRAPHIC_DOTS = {0x3002: ".", 0xFF61: "."}
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
# Scripts that one honest domain may mix (Unicode TS 39, "highly restrictive").
_MIXABLE = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
# IDNA 2003 and 2008 send these to different domains.
_AMBIGUOUS = re.compile("[ßẞς\u200c\u200d]")

_SENTENCES = {
    "phone-format": (
        "手机号格式不正确，请填写如 +86 139 0013 8001 的号码",
        "not a phone number: write it like +86 139 0013 8001",
    ),
    "phone-invalid": (
        "手机号不存在：请核对位数、号段和国家区号",
        "no such phone number: check its length, prefix and country code",
    ),
    "phone-not-personal": (
        "请填写候选人本人的号码，不能使用400、800等服务热线",
        "give the candidate's own number, not a service line",
    ),
    "phone-country-code": (
        "请填写手机号；固定电话或境外号码须写明国家区号，如 +1、+86",
        "give a mobile number; a landline or foreign number needs its country code, such as +1 or +86",
    ),
    "email-format": (
        "邮箱格式不正确，请填写如 name@example.com 的地址",
        "not a mail address: write it like name@example.com",
    ),
    "email-too-long": (
        "邮箱过长：@前最多64个字符，全长最多254个字符",
        "the mail address is too long: 64 characters before the @ and 254 in all at most",
    ),
    "email-lookalike": (
        "邮箱域名混用了不同文字的相似字母，请核对",
        "the mail domain mixes look-alike letters of several scripts: check it",
    ),
}


class BadContact(ValueError):
    """A value that cannot be kept; names the field and the rule, and never repeats the value itself.

    `message_zh` and `message_en` are sentences for the person who typed it.
    """

    def __init__(self, field: str, rule: str, message_zh: str, message_en: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule
        self.message_zh = message_zh
        self.message_en = message_en


def normal_phone(text: str, region: str = "CN") -> str:
    """The number in E.164 (+8613900138001); without country code it must be a mobile of `region`.

    Takes spaces, dashes, brackets, full-width digits and a leading 00. Raises BadContact.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if not _PHONE_SIGNS.fullmatch(plain):
        _refuse("phone-format")
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        _refuse("phone-format")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # Abroad a plausible number will do: number plans there change faster than our tables, and the provider refuses the rest.
    exists = phonenumbers.is_valid_number if number.country_code == _MAINLAND else phonenumbers.is_possible_number
    if not exists(number):
        _refuse("phone-invalid")
    kind = phonenumbers.number_type(number)
    if kind in _NOT_PERSONAL:
        _refuse("phone-not-personal")
    # Ten digits from New York read as a landline in Guangzhou: only a mobile may leave its country code out.
    if kind == PhoneNumberType.FIXED_LINE and not plain.startswith("+"):
        _refuse("phone-country-code")
    return e164


def normal_email(text: str) -> str:
    """The address with its domain in lower-case ASCII (IDN as xn--…), at most 254 characters; full-width means ASCII.

    Refuses control characters, display names, quoted or non-ASCII local parts, address literals and domains
    that mix scripts. Raises BadContact.
    """
    plain = text.translate(_FULL_WIDTH).strip(" ")
    local, at, domain = plain.partition("@")
    if len(plain) > EMAIL_MOST or len(local) > 64:
        _refuse("email-too-long")
    if not at or "@" in domain or not _LOCAL.fullmatch(local):
        _refuse("email-format")
    address = f"{local}@{_ascii_domain(domain)}"
    if len(address) > EMAIL_MOST:
        _refuse("email-too-long")
    return address


def clean_name(text: str) -> str:
    """A person's name of 1–80 characters on one line, outer spaces gone, inner ones single. Raises BadContact."""
    return clean_line(text, "candidate_name", NAME_MOST)


def clean_line(text: str, field: str, most: int) -> str:
    """One line of 1–`most` characters in Unicode NFC, outer spaces gone, inner ones single.

    Refuses control, line-breaking, zero-width and direction-changing characters and lone surrogates.
    Raises BadContact naming `field`.
    """
    zh, en = _LABELS.get(field, (field, field))
    if any(_is_hidden(sign) for sign in text):
        raise BadContact(
            field,
            "hidden-characters",
            f"{zh}含有不可见字符或换行，请重新输入",
            f"the {en} holds invisible characters or line breaks: type it again",
        )
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not line:
        raise BadContact(field, "empty", f"{zh}不能为空", f"the {en} is missing")
    if len(line) > most:
        raise BadContact(field, "too-long", f"{zh}最多{most}个字符", f"the {en} may have {most} characters at most")
    return line


def _is_hidden(sign: str) -> bool:
    """Control, format (bidi overrides too), surrogate and separator signs; joiners belong to names in some scripts."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and sign not in "\u200c\u200d"


def _ascii_domain(domain: str) -> str:
    """The domain as mail servers want it, all labels checked. Raises BadContact."""
    shown = unicodedata.normalize("NFC", domain.translate(_IDEOGRAPHIC_DOTS)).lower()
    try:
        name = shown.encode("idna").decode("ascii")
        shown = name.encode("ascii").decode("idna") if name.isascii() and "xn--" in name else shown
    except UnicodeError:
        _refuse("email-format")
    labels = name.split(".")
    if any(_is_odd(sign) for sign in shown):
        _refuse("email-format")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or not _TOP_LABEL.fullmatch(labels[-1]):
        _refuse("email-format")
    if _AMBIGUOUS.search(domain.lower()) or not _one_script(shown):
        _refuse("email-lookalike")
    return name


def _is_odd(sign: str) -> bool:
    """Whether IDNA would drop or rewrite this sign of a domain: invisible, a styled letter, another script's digit."""
    foreign_digit = sign.isdigit() and not sign.isascii()
    return _is_hidden(sign) or foreign_digit or unicodedata.normalize("NFKC", sign) != sign


def _one_script(domain: str) -> bool:
    """Whether the domain's letters come from scripts that belong together, so that it cannot pose as another one."""
    letters = [sign for sign in domain if sign.isalpha()]
    scripts = {unicodedata.name(sign, "?").split()[0] for sign in letters}
    phonetic = any("\u0250" <= sign <= "\u02ff" for sign in letters)
    return not phonetic and (len(scripts) <= 1 or any(scripts <= mix for mix in _MIXABLE))


def _refuse(rule: str) -> NoReturn:
    raise BadContact(rule.partition("-")[0], rule, *_SENTENCES[rule])
