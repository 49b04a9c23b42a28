"""The clauses of procedure that each question of a reading rests on, in the text of the day of decision.

They name the construction that a question reads; they set no number and no limit. Two texts of the
行政诉讼法 occur: that of 1989, and the one amended with effect from 2015-05-01 (the amendment of 2017 left
these articles alone).
"""

from datetime import date

AMENDED_FROM = date(2015, 5, 1)

ACT = "行政诉讼法"
OLD_ACT = "行政诉讼法（1989年）"

_CLAUSES: dict[str, tuple[str, str]] = {
    "respondent": (f"{OLD_ACT} 第二十五条", f"{ACT} 第二十六条"),
    "withdrawal": (f"{OLD_ACT} 第五十一条", f"{ACT} 第六十二条"),
    "claims_rejected": ("行诉法若干解释（2000年） 第五十六条", f"{ACT} 第六十九条"),
    "suit_rejected": ("行诉法若干解释（2000年） 第四十四条", "行诉法解释（2018年） 第六十九条"),
    "act_upheld": (f"{OLD_ACT} 第五十四条第（一）项", f"{ACT} 第六十九条"),
    "act_quashed": (f"{OLD_ACT} 第五十四条第（二）项", f"{ACT} 第七十条"),
    "duty": (f"{OLD_ACT} 第五十四条第（三）项", f"{ACT} 第七十二条、第七十三条、第七十六条、第七十八条"),
    "unlawful": ("行诉法若干解释（2000年） 第五十七条", f"{ACT} 第七十四条、第七十五条"),
    "act_changed": (f"{OLD_ACT} 第五十四条第（四）项", f"{ACT} 第七十七条"),
    "co_respondents": (OLD_ACT + " 第二十五条第二款", f"{ACT} 第七十九条"),
    "appeal_period": (f"{OLD_ACT} 第五十八条", f"{ACT} 第八十五条"),
    "appeal": (f"{OLD_ACT} 第六十一条", f"{ACT} 第八十九条"),
    "petition": (f"{OLD_ACT} 第六十二条", f"{ACT} 第九十条、第九十一条"),
    "retrial": (f"{OLD_ACT} 第六十三条", f"{ACT} 第九十二条"),
    "enforcement": (f"{OLD_ACT} 第六十六条", f"{ACT} 第九十七条"),
}


def clause(topic: str, decided_on: date | None) -> str:
    """Return the clause on `topic` in the text applied on the day of decision; without a day, today's text.

    >>> clause("appeal", date(2014, 7, 1))
    '行政诉讼法（1989年） 第六十一条'
    """
    old, new = _CLAUSES[topic]
    return old if decided_on is not None and decided_on < AMENDED_FROM else new
