"""Chinese written in pinyin: what of it is left beside vague words, and the few causes known by their sound."""

import re

from domain.reason_text import HAN, LATIN_WORD
from domain.reason_words import EMPTY_EN, EMPTY_PINYIN

_SYLLABLES = (
    "zhuang|shuang|chuang|zhuai|shuai|chuai|zhang|zheng|zhong|zhuan|shang|sheng|shuan|chang|cheng|chong|chuan|qiong|xiong|jiong"
    "|liang|niang|jiang|qiang|xiang|guang|kuang|huang|bian|pian|mian|dian|tian|nian|lian|jian|qian|xian|biao|piao|miao|diao|tiao"
    "|niao|liao|jiao|qiao|xiao|bing|ping|ming|ding|ting|ning|ling|jing|qing|xing|ying|yang|yong|yuan|wang|weng|zhan|zhen|zhou|zhui"
    "|zhun|zhuo|zhua|zhai|zhao|shan|shen|shou|shui|shun|shuo|shua|shai|shao|chan|chen|chou|chui|chun|chuo|chai|chao|juan|quan|xuan"
    "|luan|nuan|duan|tuan|guan|kuan|huan|ruan|suan|zuan|cuan|guai|kuai|huai|bang|pang|mang|fang|dang|tang|nang|lang|gang|kang|hang"
    "|rang|sang|zang|cang|beng|peng|meng|feng|deng|teng|neng|leng|geng|keng|heng|reng|seng|zeng|ceng|dong|tong|nong|long|gong|kong"
    "|hong|rong|song|zong|cong|zhi|shi|chi|zhu|shu|chu|zha|sha|cha|zhe|she|che|jia|qia|xia|jie|qie|xie|jiu|qiu|xiu|jin|qin|xin|jun"
    "|qun|xun|jue|que|xue|lue|nue|yin|yan|yao|you|yue|yun|wan|wai|wei|wen|ban|pan|man|fan|dan|tan|nan|lan|gan|kan|han|ran|san|zan"
    "|can|bai|pai|mai|dai|tai|nai|lai|gai|kai|hai|sai|zai|cai|bei|pei|mei|fei|dei|nei|lei|gei|hei|zei|ben|pen|men|fen|nen|gen|ken"
    "|hen|ren|sen|zen|cen|bao|pao|mao|dao|tao|nao|lao|gao|kao|hao|rao|sao|zao|cao|dou|tou|lou|gou|kou|hou|rou|sou|zou|cou|mou|fou"
    "|bie|pie|mie|die|tie|nie|lie|bin|pin|min|nin|lin|dui|tui|gui|kui|hui|rui|sui|zui|cui|dun|tun|lun|gun|kun|hun|run|sun|zun|cun"
    "|duo|tuo|nuo|luo|guo|kuo|huo|ruo|suo|zuo|cuo|gua|kua|hua|liu|niu|miu|diu|ang|eng|ong|ai|ei|ao|ou|an|en|er|ba|pa|ma|fa|da|ta"
    "|na|la|ga|ka|ha|sa|za|ca|bo|po|mo|fo|wo|lo|de|te|ne|le|ge|ke|he|re|se|ze|ce|me|ye|bi|pi|mi|di|ti|ni|li|ji|qi|xi|ri|si|zi|ci|yi"
    "|bu|pu|mu|fu|du|tu|nu|lu|gu|ku|hu|ru|su|zu|cu|ju|qu|xu|yu|wu|ya|wa|yo|lv|nv|a|e|o"
)
_SPELLED = re.compile(f"(?:{_SYLLABLES})+")
CAUSES = {
    "C_FAMILY": re.compile("laopo|haizi|fuqin|muqin|laojia|zangli|qushi|yeye|nainai|erzi|nver"),
    "C_ILLNESS": re.compile("ganmao|fashao|shengbing|zhuyuan|yiyuan|shoushu|gaoshao|guzhe|laduzi|kesou|xinguan|guomin"),
    "C_OTHER_OFFER": re.compile("ruzhi|luyong|luqu"),
    "C_SCHEDULE": re.compile(
        "jiaban|chuchai|kaihui|kaoshi|qianzheng|hangban|wandian|duche|banjia|zhiban|shangke|jiehun"
    ),
    "C_TECH": re.compile("tingdian|duanwang|diannao|shexiangtou|wangluo|maikefeng"),
    "E_REQ_FROZEN": re.compile("dongjie|tingzhao|yusuan"),
    "E_FILLED": re.compile("zhaoman|manyuan"),
    "C_NOT_INTERESTED": re.compile("xinzi|gongzi|taiyuan|tongqin"),
}
_ENOUGH = 6
_LONGEST = 200
_LONGEST_WORD = max(map(len, EMPTY_PINYIN))


def is_pinyin(words: str) -> bool:
    """Whether every word of the plain text is spelt in pinyin syllables and hardly one is English."""
    run = LATIN_WORD.findall(words)
    return (
        bool(run)
        and not HAN.search(words)
        and all(map(_SPELLED.fullmatch, run))
        and sum(_english(word) for word in run) * 3 <= len(run)
    )


def _english(word: str) -> bool:
    return len(word) > 3 and word in EMPTY_EN


def pinyin_code(words: str) -> str | None:
    """The code of a cause that the pinyin names, if any."""
    letters = "".join(LATIN_WORD.findall(words))
    return next((code for code, rule in CAUSES.items() if rule.search(letters)), None)


def pinyin_says_enough(words: str) -> bool:
    """Whether more than two syllables are left of the pinyin once vague words are gone, and common words hold them together."""
    letters = "".join(LATIN_WORD.findall(words))[:_LONGEST]
    return _ENOUGH < _left(letters) < len(letters)


def _left(letters: str) -> int:
    """The fewest letters that no vague word covers."""
    left = [0]
    for end in range(1, len(letters) + 1):
        best = left[end - 1] + 1
        for start in range(max(0, end - _LONGEST_WORD), end):
            if left[start] < best and letters[start:end] in EMPTY_PINYIN:
                best = left[start]
        left.append(best)
    return left[-1]
