"""What was decided about a notice and why, as people read it: one sentence in Chinese and English for every code of the ledger."""

from domain.looking import RULE
from domain.terms import Channel, Locale
from domain.vocabulary import CHANNELS, said

Pair = tuple[str, str]

DECISIONS: dict[str, Pair] = {
    "next_channel": ("改用下一个渠道通知", "the next channel was used instead"),
    "sent_again": ("再次发送了同一条通知", "the notice was sent once more"),
    "sent_when_allowed": ("暂缓的通知已可以发送", "the notice that had to wait was sent"),
    "not_sent_again": ("没有再次发送，以免重复打扰", "it was not sent again, so that nobody gets it twice"),
    "given_up": ("停止追踪，未能确认送达", "it is followed no more; nobody knows that it arrived"),
    "phone_task": ("转为电话任务，由招聘人员致电告知", "it became a phone task: a recruiter calls the candidate"),
    "duplicate_seen": ("服务商处有重复的消息", "the provider holds more than one message of this notice"),
    "taken": ("接手了电话任务", "took the phone task"),
    "taken_over": ("接替同事跟进电话任务", "took the phone task over from a colleague"),
    "released": ("放回了电话任务，同事可以接手", "gave the phone task back for others to take"),
    "reached": ("已电话告知候选人", "told the candidate by phone"),
    "no_answer": ("致电无人接听，电话任务重新开放", "called without an answer; the phone task is open again"),
    "wrong_number": ("号码有误，未能联系到候选人", "the number is wrong; the candidate was not reached"),
    "asked_not_to_call": ("候选人要求不再致电", "the candidate asked not to be called again"),
    "settled_came": ("经人工核实，候选人已收到", "found out: the candidate got it"),
    "settled_not_came": ("经人工核实，候选人没有收到", "found out: the candidate did not get it"),
}
BECAUSE: dict[str, Pair] = {
    "not_sent_in_time": ("未能及时发出", "it had not left in time"),
    "not_delivered_in_time": ("迟迟没有送达回执", "no receipt of its delivery came in time"),
    "no_channel_left": ("已没有其他可用渠道", "no other channel was left"),
    "no_time_left": ("已来不及改用其他渠道", "no time was left to try another channel"),
    "time_over": ("通知已过有效时间", "its time was over"),
    "several_at_provider": ("服务商收到了不止一条", "the provider took more than one"),
    "unknown:found": ("服务商查到了这条消息", "the provider has this message"),
    "unknown:not_found": ("服务商没有查到这条消息", "the provider does not know of this message"),
    "unknown:cannot_say": ("服务商无法查证是否已发出", "the provider cannot say whether it left"),
    "unknown:no_answer": ("服务商没有答复是否已发出", "the provider did not answer whether it left"),
    "refused": ("服务商拒收", "the provider refused it"),
    "failed": ("未能送达", "it was not delivered"),
    "skipped": ("没有发送", "it was not sent"),
    "no_phone": ("没有手机号码", "there is no phone number"),
    "no_email": ("没有邮箱地址", "there is no mail address"),
    "superseded": ("内容已过时", "what it says was no longer true"),
    "deadline": ("直到截止时间都未能发出", "it could not be sent before its deadline"),
    "interrupted": ("发送途中被中断", "sending was interrupted"),
    "too_late": ("已过适合发送的时间", "it was too late to be useful"),
    "asked_lately": ("近期已请该候选人填写过问卷", "this candidate was asked for feedback not long ago"),
    "answered": ("候选人已填写过问卷", "the candidate has answered already"),
    "not_told": ("取消通知未能送达，不请候选人评价", "no notice of the cancellation arrived: nobody asks how it was"),
    "time_past": ("创建时已过提醒时间", "its time had passed when the interview was arranged"),
    "read_timeout": ("服务商没有及时应答", "the provider did not answer in time"),
    "connection_lost": ("与服务商的连接中断", "the connection to the provider was lost"),
    "unreadable_answer": ("服务商的应答无法识别", "the provider's answer could not be read"),
    "wrong_number": ("号码有误", "the number is wrong"),
    "asked_not_to_call": ("候选人要求不再致电", "the candidate asked not to be called"),
    "settled_not_delivered": ("经人工核实未送达", "somebody found out that it did not arrive"),
    "no_longer_wanted": ("候选人已获知，或安排已变动，无需再致电", "no call is needed any more"),
    "rule:opted_out": ("候选人已选择不再接收", "the candidate has opted out"),
    "rule:kind_forbidden": ("该渠道不允许发送此类通知", "this channel may not carry this kind of notice"),
    "rule:links": ("内容含有该渠道不允许的链接", "it holds a link, which this channel does not allow"),
    "rule:personal_data": ("内容含有不得外发的个人信息", "it holds personal data that must not leave"),
    "rule:signature": ("短信签名不合要求", "its signature is not what the operator asks for"),
    "rule:too_long": ("内容超过该渠道允许的长度", "it is longer than this channel allows"),
    "rule:quiet_hours": ("处于夜间免打扰时段", "it was quiet hours where the candidate is"),
    "rule:identical_resend": ("短时间内重复发送会被运营商拦截", "operators block the same text again so soon"),
    "rule:per_number_cap": (
        "该号码或邮箱近期消息已达上限",
        "this number or address has had as many messages as it may",
    ),
}
_ANY_RULE = ("渠道规则不允许发送：{code}", "a rule of the channel stopped it: {code}")
_ANY_CODE = ("服务商代码：{code}", "the provider's code: {code}")
_BY_PREFIX = {
    "bounce": ("邮件被退回，{code}", "the mail bounced, {code}"),
    "twilio_": ("短信未送达，{code}", "the SMS did not arrive, {code}"),
}
_QUESTION = (
    "服务商未能确认这条{channel}是否已发出。候选人收到了吗？请核实后答复：已收到，或未收到。",
    "The provider could not confirm that this {channel} left. Did the candidate get it? Please find out, then answer.",
)
_NO_QUESTION = (
    "服务商未能确认这条{channel}是否已发出，但同一通知已通过{other}告知候选人，无需再联系核实。",
    "The provider could not confirm that this {channel} left, but the same message has reached the candidate by {other}: nobody need ask.",
)


def sentence(decision: str, because: str, locale: Locale) -> str:
    """What was decided and why, in the reader's language; a code without words of its own is shown as it is."""
    told = said(DECISIONS.get(decision, (decision, decision)), locale)
    why = explained(because, locale)
    zh = locale is Locale.ZH
    return f"{told}{'（' if zh else ' ('}{why}{'）' if zh else ')'}" if why else told


def explained(code: str, locale: Locale) -> str:
    """A ledger code in the reader's language; empty for none."""
    if not code:
        return ""
    by_prefix = next((pair for prefix, pair in _BY_PREFIX.items() if code.startswith(prefix)), _ANY_CODE)
    pair = BECAUSE.get(code) or (_ANY_RULE if code.startswith(RULE) else by_prefix)
    return said(pair, locale).replace("{code}", code.removeprefix(RULE))


def question(channel: Channel, locale: Locale, told_by: Channel | None = None) -> str:
    """What HR has to answer about a send of which nobody knows whether it left; `told_by`: how the candidate was told anyway."""
    if told_by is None:
        return said(_QUESTION, locale).format(channel=said(CHANNELS[channel], locale))
    channels = {"channel": said(CHANNELS[channel], locale), "other": said(CHANNELS[told_by], locale)}
    return said(_NO_QUESTION, locale).format(**channels)
