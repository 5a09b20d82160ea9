"""What a reason says once everything empty is taken out: vague words, courtesies, times of day and filler in Chinese, English and pinyin."""

import re
from functools import lru_cache

from domain.reason_pinyin import SYLLABLES
from domain.reason_text import HAN, LATIN_WORD

# Phrases that name no cause; longest first within one alternation.
_EMPTY_ZH = (
    # the vague reasons themselves
    "其[他它她余]|别的|另外|另有|个人|私人|私下|私事|公事|自身|自己|本人|家庭|家里|家中|家事|公司|企业|单位|部门|我司|我方|内部|外部|上级|领导|老板"
    "|业务|工作|岗位|系统|技术|主观|客观|特殊|特别|特定|意外|突发|突然|临时|紧急|某些|某个|某种|一些|一点|点儿?|有些|种种|各种|诸多|多种|多方面|方面"
    "|不可抗[力拒]?|无法抗拒|不能抗拒|众所周知|综合|复杂|合理|正当|其中|原因|理由|因素|问题|情况|情形|状况|事件|事务|事项|事宜|事情|事由|缘故|考虑|考量|顾虑|权衡|私务"
    "|安排|打算|计划|日程|行程|时间|变动|变化|变故|变更|调整|有变|急事|要事|大事|小事|琐事|杂事|要紧|重要|耽误|耽搁|影响|不方便|不便|方便|不合适|合适"
    "|没空|没时间|没有时间|有空|抽不出身?|脱不开身|太忙|较忙|很忙|忙碌|繁忙|忙|保密|透露|说明|告知|未知|不详|不明|不清楚|不知道|待定|待补充?|暂无|后补|备注|附件|同上|如上|如题"
    # the interview and what is done to it
    "|面试官|候选人|应聘者|应征者|求职者|面试者|人事|招聘|专员|负责人|人选|本次|此次|这次|这场|本场|该场|当次|面试|面谈|约面|场次|云面试|取消|撤销|改期|改时间|改天|改日|延期|推迟|重约"
    "|如期|举行|进行|出席|到场|参加|参与|前来|按时|准时|按约|赴约|通知|要求|申请|请求|表示|反馈|告诉|联系|决定|只能|只好|不得不|被迫|选择|同意|需要|需|处理|解决|办理|应对"
    "|无法|不能|没法|没办法|来不了|去不了|不来|不去|不了|不想|不再|放弃|希望|想要|可以|可能|能否|是否|确实|真的|实在|反正|就是|那个|这个|什么|怎么|没有|不太|不大|比较|最近|目前|暂时"
    # courtesy
    "|非常|十分|特此|请予|予以|敬请|恳请|望|谅解|见谅|体谅|包涵|理解|抱歉|道歉|致歉|歉意|不好意思|对不起|遗憾|谢谢|感谢|多谢|麻烦|添麻烦|打扰|您好|你好|大家|老师|先生|女士|贵公司|贵司"
    "|测试|试试|取消功能|好的|收到|哈+|啊+|呵+|嗯+|哦+|额+|呃+|唉+"
    # when
    "|今天|明天|后天|昨天|今日|明日|当天|当日|那天|这天|上午|中午|下午|早上|晚上|今晚|明早|周[一二三四五六日天末]|星期[一二三四五六日天]|下周|本周|这周|近期|[零一二三四五六七八九十两]+[点时分号日月年天]半?|月|日|号|点|时|分|年"
)
_EMPTY = re.compile(_EMPTY_ZH)
# Single characters that carry no content between the phrases above.
_GRAMMAR = frozenset(
    "的了吗呢吧呀嘛啦么因由于为所以我你您他她它咱们本是在有无没不来去到和与或及且并也都还又再只就才很太更最这那某该此给跟对向从把被让会能要想得着过个些点儿事说请好先后上下中内外之其而则若如但可将已经应当"
)
_MASHED = re.compile(
    "阿斯顿|斯蒂芬|是的发|的发送|发送到|撒旦|大苏打|啊实打实|啊飒飒|水电费水|分手的|发的说|规范化|飞洒|(.)\\1\\1"
)
_STATED_VAGUE_ZH = re.compile(
    "(?:个人|私人|自身|自己|家庭|公司|企业|单位|部门|内部|工作|业务|客观|主观|特殊|某些|某种|种种|各种|其[他它])(?:方面)?的?(?:一些)?(?:原因|理由|因素|问题|情况|考虑|考量|安排|事[情务由]?)"
    "|其[他它]$|^其[他它]|私事|有(?:点儿?|些|要紧|重要的?)?事|有急事|不方便|不便|特殊|突发(?:情况|状况|事件)|不可抗|不合适|没时间|没空|另有|(?:有|计划|情况)(?:变动|变化|变)$"
)
_STATED_VAGUE_EN = re.compile(
    r"\b(?:personal|private|other (?:reasons?|matters?|plans|commitments)|unforeseen|something (?:has )?c[ao]me up|internal reasons?|family (?:reasons?|matters?))\b"
)
_EMPTY_EN = frozenset(
    ["a", "about", "absolutely", "according", "across", "actually", "after", "afternoon", "again", "ahead", "all", "already", "also", "am", "an", "and", "another", "any", "anymore", "anything", "apologies", "apologise", "apologize", "appointment", "are", "arise", "arisen", "arose", "as", "ask", "asked", "asking", "at", "attend", "attendance", "available", "availability", "away", "back", "bad", "be", "because", "been", "before", "being", "beyond", "both", "busy", "but", "by", "call", "came", "can", "cancel", "canceled", "cancellation", "cancelled", "cancelling", "candidate", "candidates", "candidly", "cannot", "cant", "cause", "caused", "causes", "certain", "change", "changed", "changes", "circumstance", "circumstances", "come", "comes", "coming", "commitment", "commitments", "company", "complicated", "concern", "concerns", "confidential", "control", "convenience", "convenient", "could", "couldnt", "day", "deal", "decided", "decision", "did", "didnt", "different", "difficult", "difficulties", "discussed", "do", "does", "doesnt", "doing", "done", "dont", "due", "earlier", "either", "else", "emergency", "engagement", "engagements", "etc", "event", "events", "every", "everything", "extenuating", "fact", "factors", "family", "feel", "few", "fine", "for", "force", "forward", "friday", "from", "further", "get", "give", "given", "go", "going", "good", "got", "had", "happen", "happened", "happens", "hard", "has", "hasnt", "have", "havent", "having", "he", "hello", "her", "here", "hi", "him", "his", "hold", "hour", "how", "however", "hr", "i", "idk", "if", "ill_", "im", "in", "inconvenience", "inconvenient", "inform", "informed", "internal", "interview", "interviewer", "interviews", "into", "is", "isnt", "issue", "issues", "it", "its", "ive", "just", "keep", "kind", "kindly", "know", "last", "late", "later", "let", "life", "like", "little", "longer", "look", "lot", "made", "majeure", "make", "making", "manage", "many", "matter", "matters", "may", "me", "meet", "meeting_", "mention", "misc", "miscellaneous", "moment", "monday", "more", "morning", "most", "must", "my", "n", "na", "need", "needed", "needs", "next", "nil", "no", "none", "nope", "not", "note", "notes", "nothing", "notice", "now", "null", "obligation", "obligations", "occurred", "of", "off", "ok", "okay", "on", "one", "only", "operational", "or", "other", "others", "othr", "our", "out", "over", "own", "part", "people", "per", "personal", "personally", "personel", "persons", "plan", "planned", "plans", "please", "pls", "position", "possible", "postpone", "postponed", "pretty", "prior", "private", "problem", "problems", "proceed", "provided", "purpose", "purposes", "quite", "quote", "rather", "really", "reason", "reasoning", "reasons", "recruiter", "regret", "regrettably", "reschedule", "rescheduled", "rescheduling", "role", "said", "same", "saturday", "say", "says", "scheduled", "see", "seem", "should", "show", "since", "situation", "situations", "so", "some", "somehow", "someone", "something", "sometimes", "soon", "sorry", "specific", "specified", "state", "stated", "still", "sth", "stuff", "such", "sudden", "suddenly", "sunday", "sure", "t", "tba", "tbc", "tbd", "technical", "test", "testing", "tests", "text", "than", "thank", "thanks", "that", "thats", "the", "their", "them", "then", "there", "these", "they", "thing", "things", "this", "those", "though", "thursday", "time", "timing", "to", "today", "tomorrow", "too", "tuesday", "turn", "tx", "u", "unable", "unavailable", "unavoidable", "undisclosed", "unexpected", "unexpectedly", "unforeseen", "unfortunate", "unfortunately", "unknown", "unplanned", "unspecified", "until", "up", "upon", "urgent", "us", "valid", "various", "very", "want", "wanted", "was", "wasnt", "way", "we", "wednesday", "week", "weekend", "well", "went", "were", "what", "whatever", "when", "which", "while", "who", "why", "will", "wish", "with", "within", "without", "wont", "work", "working", "would", "wouldnt", "x", "xx", "xxx", "yes", "yet", "you", "your", "yours", "business", "reasonable", "private", "confidentially", "understand", "understanding", "understood", "above", "below", "lorem", "ipsum", "dolor", "blah", "foo", "bar", "abc", "sample", "example", "dummy", "placeholder", "temp", "temporary", "todo"]
)
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_SHORT_TERMS = frozenset({"hr", "hc", "ai", "jd", "hm", "vp", "pc", "flu", "hk", "bgc", "vpn", "ppt"})
_LEET = str.maketrans("01345789", "oleastbg")


def content_of(words: str) -> tuple[str, tuple[str, ...]]:
    """What a plain text (`domain.reason_text.plain`) still says without empty phrases: its Chinese characters and its other words."""
    kept = _EMPTY.sub(" ", words)
    han = "".join(c for c in HAN.findall(kept) if c not in _GRAMMAR)
    if _MASHED.search(words):
        han = ""
    latin = tuple(word for word in LATIN_WORD.findall(words) if _says_something(word))
    if latin and _spelled_from_empty("".join(LATIN_WORD.findall(words))):
        latin = ()
    return han, latin


def states_vague(words: str) -> bool:
    """Whether the text itself names a vague category, like 个人原因 or "something came up"."""
    return bool(_STATED_VAGUE_ZH.search(words) or _STATED_VAGUE_EN.search(words))


def _says_something(word: str) -> bool:
    if word in _SHORT_TERMS:
        return True
    letters = word.translate(_LEET)
    return not (
        word.isdigit()
        or len(letters) < 3
        or letters in _EMPTY_EN
        or not re.search("[aeiouy]", letters)
        or len(set(letters)) < 3
        or any(letters in row or letters in row[::-1] or (letters[:4] in row and len(letters) > 3) for row in _KEYBOARD)
    )


@lru_cache(maxsize=1)
def _pieces() -> tuple[frozenset[str], int]:
    pieces = SYLLABLES | {word for word in _EMPTY_EN if len(word) > 1}
    return frozenset(pieces), max(map(len, pieces))


def _spelled_from_empty(letters: str) -> bool:
    """Whether letters written in one run are empty English words or the pinyin of vague Chinese ones, put side by side."""
    if len(letters) > 80:
        return False
    pieces, longest = _pieces()
    letters = letters.translate(_LEET)
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(start in reached and letters[start:end] in pieces for start in range(max(0, end - longest), end)):
            reached.add(end)
    return len(letters) in reached


def says_enough(content: tuple[str, tuple[str, ...]], vague: bool) -> bool:
    """Whether what is left is a reason by itself; beside a vague category it has to be a real detail."""
    han, latin = content
    return len(set(han)) >= 4 or len(latin) >= 3 or (len(set(han)) >= 2 and bool(latin)) if vague else len(set(han)) >= 2 or bool(latin)
