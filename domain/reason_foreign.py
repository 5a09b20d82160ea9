"""Reasons in neither Chinese nor Latin letters: how much a Japanese, Korean or Russian text says beside vague words."""

import re

from domain.reason_text import plain

_OTHER_LETTER = re.compile(r"[^\W\d_a-z\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_VAGUE = """
    その他 それ 個人的な 個人 一身上の 都合 諸事情 事情 理由 により による ため のため につき ですので なので です ます ました でした
    ません ので から 急用 用事 私用 予定 変更 面接 本日 今日 明日 参加 できなく できない できません 出席 なりました なり いたします
    いたしました させて いただき いただきたく ください お願い 申し訳 ございません ありません すみません ごめんなさい 辞退 キャンセル
    ありがとう ございます よろしく 都合が悪く つかない 急な 都合が つかなく 突然 色々 いろいろ あって ある 私的な プライベートな
    特になし なし テスト したい します する した こと もの 개인 사정 개인적인 이유 사유 일신상 기타 때문에 으로 인해 인하여 갑자기 급한
    일이 생겨서 생겨 있어서 면접 참석 불가 취소 합니다 어렵습니다 못합니다 죄송합니다 감사합니다 부득이한 부득이 회사 내부 오늘 내일 할
    수 없습니다 없음 테스트 못 가요 안 돼요 집안 가족 문제 상황 특별한 불가피한 바랍니다 양해 по личным личные причинам причина причины
    причине семейным семейные обстоятельствам обстоятельства обстоятельств другое другая иное прочее не могу смогу прийти отмена
    отменить отменено извините простите пожалуйста спасибо собеседование собеседования сегодня завтра в на из за связи с со силу
    непредвиденным непредвиденные непредвиденных срочные срочно дела дело дел я мы у меня нас возможности нет занят занята изменились
    планы личного характера тест ничего так получилось уважительной техническим เหตุผลส่วนตัว ธุระส่วนตัว ติดธุระ ไม่สะดวก ไม่ว่าง อื่นๆ
    ขออภัย ขอบคุณ lý do أسباب شخصية لأسباب ظروف خاصة أخرى
"""
_FORMS = sorted({form for form in map(plain, _VAGUE.split()) if form}, key=len, reverse=True)
_EMPTY = re.compile("|".join(map(re.escape, _FORMS)))
_FEWEST = 3


def is_foreign(words: str) -> bool:
    """Whether a third or more of the plain text stands in words that hold letters other than Chinese and Latin ones."""
    other = sum(len(word) for word in words.split() if _OTHER_LETTER.search(word))
    return len(_OTHER_LETTER.findall(words)) >= _FEWEST and other * 3 >= len(words)


def foreign_letters(words: str) -> int:
    """How much the other letters say once their language's vague words are gone; an alphabet's letter counts less than a kana."""
    left = "".join(word for word in _EMPTY.sub(" ", words).split() if _OTHER_LETTER.search(word))
    kana = len(_KANA.findall(left))
    return kana + (len(left) - kana) // 2
