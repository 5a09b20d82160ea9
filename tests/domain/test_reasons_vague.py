"""Vague reasons are refused in any dress, with what is wrong and a better text (R7)."""

from itertools import product

import pytest

from domain.reasons import check
from domain.terms import Locale, Party

_PLAIN_TEXTS = """
其他 其它 其他原因 个人原因 私事 有事 临时有事 候选人临时有事 不方便 不可抗力 客观原因 特殊情况 因故 家里有事
家庭原因 突发情况 有急事 有点事来不了 临时有点事情 自身原因 个人因素 个人安排 另有安排 有其他安排 计划有变 时间不方便 没时间 没空
来不了 取消 取消面试 面试取消 公司原因 内部原因 内部调整 工作原因 业务原因 岗位原因 系统原因 技术原因 面试官有事 面试官临时有事
领导要求取消 不便透露 保密 无 暂无 待定 同上 见备注 不知道 未知原因 测试 原因 改期 不合适
候选人取消 候选人无法参加面试 双方协商一致取消 流程原因 天气原因 行程变动 一言难尽 随便
"""
PLAIN = _PLAIN_TEXTS.split()
SENTENCES = [
    "因个人原因无法参加面试，望谅解，谢谢",
    "由于一些特殊的原因，本次面试只能取消",
    "因本人自身的一些原因，很遗憾不能参加贵公司的面试，非常抱歉",
    "您好，我今天有点事，面试来不了了，不好意思",
    "候选人今天临时有事，明天下午三点的面试取消",
    "因客观原因本场面试无法如期举行",
    "出于个人考虑，决定取消本次面试",
    "这里必须要填所以我随便填一下",
]
DRESSED = [
    *(
        "个 人 原 因",
        "个.人.原.因",
        "【其他】",
        "其　他",
        "其*他",
        "其\u200b他",
        "个\u200d人\u200c原\u200b因",
        "其他😊",
        "🙏",
        "。。。",
        "……",
        "？？？",
    ),
    *(
        "個人原因",
        "其他原因",
        "臨時有事",
        "家裡有事",
        "家裏有點事",
        "突發狀況",
        "特殊情況",
        "箇人原因",
        "因個人原因無法出席，敬請見諒",
        "基於個人考量",
    ),
    *(
        "ⓞⓣⓗⓔⓡ",
        "𝓹𝓮𝓻𝓼𝓸𝓷𝓪𝓵 𝓻𝓮𝓪𝓼𝓸𝓷𝓼",
        "ｏｔｈｅｒ",
        "оther",
        "рersonal reаsons",
        "🅞🅣🅗🅔🅡",
        "ᴏᴛʜᴇʀ",
        "🇴🇹🇭🇪🇷",
        "0ther",
        "pers0nal reas0ns",
        "p e r s o n a l",
    ),
    *(
        "geren yuanyin",
        "ge ren yuan yin",
        "gè rén yuán yīn",
        "GeRenYuanYin",
        "qita",
        "qítā yuányīn",
        "linshi youshi",
        "lin shi you shi",
        "grYY",
    ),
    *(
        "个人原因个人原因",
        "其他其他其他",
        "个人 reasons",
        "personal原因",
        "個人reason",
        "その他",
        "개인 사정",
        "по личным причинам",
    ),
    *("1", "123", "2026-11-23", "aaa", "asdf", "asdfghjkl", "qwerty", "xxx", "阿斯顿发", "啊啊啊", "哈哈哈哈"),
]
ENGLISH = [
    *(
        "other",
        "Other reasons",
        "personal",
        "personal reasons",
        "for personal reasons",
        "n/a",
        "N.A.",
        "none",
        "tbd",
        "no reason",
        "test",
    ),
    *(
        "something came up",
        "due to unforeseen circumstances",
        "family matter",
        "family reasons",
        "private matter",
        "emergency",
        "busy",
    ),
    *(
        "candidate unavailable",
        "cancelled",
        "Candidate requested cancellation",
        "by mutual agreement",
        "schedule",
        "not a fit",
        "reschedule",
    ),
    "Sorry, I cannot attend the interview today. Thank you for understanding.",
    "Interviewer is unavailable due to unforeseen circumstances",
]
COURTESY = [
    "抱歉，今天没法参加面试了，祝贵公司招聘顺利",
    "感谢贵司给予的机会，很遗憾不能参加，期待下次合作",
    "So sorry for the inconvenience and thank you so much for your time and consideration",
    "Thanks for reaching out, but I'll pass",
    "面試取消，造成困擾深感抱歉",
    "因特殊情况，经慎重考虑，现决定取消本次AI视频面试，由此带来的不便敬请谅解，谢谢",
]
EMPTY = [
    *("根据实际情况取消", "見備註", "請參考上一筆", "主管指示", "最近比较忙，抽不开身", "突发事件，来不及说明"),
    *(
        "测试数据请忽略",
        "HR那边 arrange 的，不太清楚",
        "人家不面了",
        "不考虑了",
        "没兴趣",
        "时间冲突",
        "schedule conflict",
    ),
    *(
        "身体原因",
        "业务调整",
        "候选人主动放弃",
        "面试官有其他工作安排",
        "interviewer has a conflict",
        "jia li you dian shi",
    ),
    *("都合がつかなくなりました", "부득이한 사정으로 취소", "по семейным обстоятельствам", "motivos personales"),
]
NOISE = [
    *(
        "龘靐齉齾爩鱻",
        "飘窗鳄甲虫琴弦辣",
        "asdklj qweoiu zxmnc癌",
        "snorf gleeb wuzzle",
        "锟斤拷锟斤拷",
        "的的的的",
        "lorem ipsum dolor",
    ),
    *("鑫淼焱垚犇猋骉感冒", "kalomi zuteva pinora"),
]
NEGATED = ["没有生病，就是个人原因", "不是因为其他offer，是私人原因"]


@pytest.mark.parametrize("text", [*PLAIN, *SENTENCES, *DRESSED, *ENGLISH, *COURTESY, *EMPTY, *NOISE, *NEGATED])
def test_a_vague_reason_is_refused_with_a_suggestion(text: str) -> None:
    verdict = check(text)
    assert not verdict.acceptable
    assert verdict.code is None
    assert verdict.problem
    assert verdict.suggestion


@pytest.mark.parametrize("party", list(Party))
@pytest.mark.parametrize(
    "text", ["其他", "个人原因", "有事", "临时有事", "不方便", "因故", "personal reasons", "other"]
)
def test_no_party_makes_a_vague_reason_acceptable(text: str, party: Party) -> None:
    assert check(text, party).rule == "vague"


SUBJECTS = ("", "候选人", "我", "面试官", "公司", "业务部门", "应聘者今天")
LINKS = ("", "因", "由于", "临时", "说")
CORES = (
    "个人原因",
    "其他原因",
    "私事",
    "有事",
    "有急事",
    "特殊情况",
    "不可抗力",
    "家庭原因",
    "一些事情",
    "工作原因",
    "另有安排",
    "行程变动",
    "家里有事",
)
TAILS = (
    "",
    "无法参加面试",
    "取消本次面试",
    "，改天再约，谢谢",
    "，明天下午三点的面试取消",
    "，麻烦帮忙取消一下",
    "不能如期参加，深表歉意",
)


@pytest.mark.parametrize("core", CORES)
def test_courtesy_and_filler_add_nothing(core: str) -> None:
    """Every sentence that can be put together around a vague core stays vague."""
    sentences = ["".join((subject, link, core, tail)) for subject, link, tail in product(SUBJECTS, LINKS, TAILS)]
    assert [text for text in sentences if check(text).acceptable] == []


def test_the_problem_names_the_rule_for_a_person_in_both_languages() -> None:
    assert check("个人原因").problem == "取消原因过于笼统，没有写明具体事由。"
    assert check("个人原因", locale=Locale.EN).problem == "The reason is too vague: it does not say what happened."
