"""Telling typed noise from language: mashed keys, strings of unrelated characters, letters that form no words."""

import re
from functools import lru_cache

from domain.reason_rules_zh import CODES_ZH
from domain.reason_text import HAN, LATIN_WORD
from domain.reason_words import EMPTY_ELSEWHERE, EMPTY_EN, EVERYDAY
from domain.reason_words_zh import CONCRETE_ZH

# The home row typed into a Chinese input method.
_MASHED = re.compile(
    "lorem ipsum|阿斯顿|阿斯蒂|斯蒂芬|阿萨德|啊实打实|是的发|的发送|发送到|撒旦|大苏打|啊飒飒|水电费水|水电费第|分手的|的发说"
    "|大师傅|阿达|安师大|撒打算|打撒|啊大大|大大大|规范化|飞洒|是否公司|法规和|回家看看里|快乐健康"
)
# The characters that make up most of any written Chinese; a text that is language holds many of them.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学"
    "如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将"
    "两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及"
    "比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统"
    "区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共"
    "确传师观清今切院让识候带导争运笔病医孩妈爸昨晚午早周号半刚拿找换送跟按掉坏断卡错误故障停消试岗招聘线网店站车票班课考客户项脑账链视频"
    "摄麦风音登录台服器议差请假租房搬签证份护照校选临官需参突况改排约私未职调整暂虑素急办烧预冻状薪历抱歉另流查复殊补诊离收级炎冲批字评组"
    "撤算核适续测啊宕陪延单限销配抗谅谢划忙满休亲铁符集商退验额语双写示庭详备注拒冒胃赶修夜派致研飞弃留远脸团编闭段填邀申某板技待哈吧失牙"
    "父母维协谈低络屏联砍转背造简监室搞底较敬具您麻综席肠摔骨居隔床息返爷丧园连须航暴毕答准值竞勤包营织裁替楼防检操升随沟挂幕州撞叫倒近楚"
    "贵伤卧奔幼婆末雨局驾节嫌拢兴趣采绝愿宽支闪架缓锁募匹际季审顺演推影响懂微往画吃睛乡终售超责血甲肿训华练征哥九守劳六深套丝破嘴碰疼痛咳"
    "嗽药针腿脚腰耳鼻嗓喉奶姥姑舅叔伯弟妹姐丈孙侄邻猫狗宠鱼鸟树花草雪洪涝震旱火灾烟雾冰热冷寒暑夏秋冬春庆婚礼葬祭扫墓酒饭馆餐厅菜米肉茶咖"
    "啡糖盐油买卖价钱元块角银贷款债税险赔偿欠费充缴押层梯窗钥匙墙顶漏煤暖灯桌椅衣鞋帽箱袋伞戒镜纸册片乐歌舞戏球泳跑步跳坐躺睡醒喝玩笑哭喊"
    "骂踢扛抬举扔丢捡偷抢骗赌毒警察兵枪炮投党委盟邦县镇村庄街巷桥隧港岸岛湖河江洋湾坡谷峡洞林森田野沙漠京津沪渝冀豫鄂湘粤桂琼川滇藏陕甘青"
    "宁蒙辽吉黑苏浙皖闽赣鲁晋澳圳广杭武汉厦"
)
# Rare characters that the keywords use, like those of illnesses.
_NAMED = frozenset("".join(rule.pattern for rule in CODES_ZH.values()))
_FEWEST = 3
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_KEYBOARD = _ROWS + tuple(row[::-1] for row in _ROWS)
_REPEATED = re.compile(r"(.{2,4})\1+")
_VOWEL = re.compile("[aeiouy]")
_CLUSTER = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{5,}|[aeiou]{4,}|q[^u]|[jkqvwxz][jqvxz]|[jqvxz][bcdfghjklmnpqrtvwxz]|^[^aeiouy]{4}"
)
_ENDING = re.compile(
    r".{2,}(?:ing|ed|tion|sion|ment|ity|ance|ence|ly|ship|ure|ous|ies|able|ness|ers?|ists?|al|ic|ent|ant|ight|ck|ss|ter)"
)
_SHORT_TERMS = frozenset(
    {
        "hr",
        "hc",
        "ai",
        "jd",
        "hm",
        "vp",
        "pc",
        "hk",
        "bgc",
        "vpn",
        "ppt",
        "bp",
        "ui",
        "it",
        "ot",
        "er",
        "mc",
        "sms",
        "gps",
        "qa",
        "pm",
        "cv",
        "dns",
    }
)
_LEET = str.maketrans("01345789", "oleastbg")


def is_noise(words: str) -> bool:
    """Whether the plain text (`domain.reason_text.plain`) is no language at all, whatever keyword it may hold by luck."""
    han = HAN.findall(words)
    if _MASHED.search(words) or (len(han) >= 3 and len(set(han)) <= len(han) // 3):
        return True
    if len(han) < _FEWEST and _mashed_keys(words):
        return True
    return len(han) >= _FEWEST and (_unusual(han) or (len(han) > _FEWEST and not _reads(han)))


def _mashed_keys(words: str) -> bool:
    run = [word for word in LATIN_WORD.findall(words) if len(word) > 3]
    return len(run) > 1 and not any(is_word(word) or _known(word) for word in run)


def is_word(word: str) -> bool:
    """Whether Latin letters or digits form something that could be a word: no number, no mash, no laughter."""
    letters = word.translate(_LEET)
    return word in _SHORT_TERMS or not (
        word[0].isdigit()
        or len(set(letters)) < 3
        or not _VOWEL.search(letters)
        or _REPEATED.fullmatch(letters)
        or _CLUSTER.search(letters)
        or any(letters[:4] in row for row in _KEYBOARD)
    )


def unleeted(word: str) -> str:
    """The word with digits read as the letters they look like."""
    return word.translate(_LEET)


def reads_as_language(words: str) -> bool:
    """Whether a quarter or more of the Latin words of a plain text are known, so that it is not made of invented ones."""
    run = LATIN_WORD.findall(words)
    return sum(map(_known, run)) * 4 >= len(run)


def _known(word: str) -> bool:
    return (
        word in EMPTY_EN
        or word in EMPTY_ELSEWHERE
        or word.removesuffix("s") in EVERYDAY
        or word in _SHORT_TERMS
        or _ENDING.fullmatch(word) is not None
    )


def _reads(han: list[str]) -> bool:
    return sum(c in _COMMON or c in CONCRETE_ZH for c in han) * 2 >= len(han)


def _unusual(han: list[str]) -> bool:
    return sum(map(_rare, han)) * 5 >= len(han) * 2


@lru_cache(maxsize=4096)
def _rare(character: str) -> bool:
    """Outside the first, everyday level of both national character sets."""
    return character not in _NAMED and not (
        _level_one(character, "gb2312", 0xD7) or _level_one(character, "big5", 0xC6)
    )


def _level_one(character: str, charset: str, last: int) -> bool:
    try:
        return character.encode(charset)[0] <= last
    except UnicodeEncodeError:
        return False
