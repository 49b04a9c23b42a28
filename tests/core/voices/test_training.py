"""Training: the same messages give the same model, its words stand in the message, and what is unknown is said so."""

import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.voices.samples import examples

from chengxin_core.voices.calibration import NEVER, fit_sharpness, shares, sure_from
from chengxin_core.voices.model import Model
from chengxin_core.voices.model_file import as_bytes
from chengxin_core.voices.training import FOLDS, Example, TooLittleToLearn, folds_of, train


@cache
def trained() -> Model:
    return train(examples())


def test_the_same_messages_in_any_order_and_twice_give_the_same_bytes() -> None:
    shuffled = [*examples(), *examples()]
    Random(7).shuffle(shuffled)

    assert as_bytes(train(shuffled)) == as_bytes(trained())


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_makes_the_same_bytes(seed: str) -> None:
    program = (
        "import sys; from hashlib import sha256; from tests.core.voices.samples import examples; "
        "from chengxin_core.voices.model_file import as_bytes; from chengxin_core.voices.training import train; "
        "print(sha256(as_bytes(train(examples()))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."}

    told = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == sha256(as_bytes(trained())).hexdigest()


def test_a_message_like_those_learnt_gets_their_label_and_shows_its_own_words() -> None:
    proposal = trained().propose("我们小区物业一直不修电梯")

    assert proposal.label == "城乡建设"
    assert any("物业" in word for word in proposal.words)


@given(
    st.text(st.sampled_from("小区物业电梯老师补课公交车出租拒载a，。 "), max_size=40) | st.text(max_size=40)
)
def test_every_word_shown_stands_in_the_message(text: str) -> None:
    proposal = trained().propose(text)

    assert all(word in text for word in proposal.words)
    assert 0 <= proposal.confidence <= 1


def test_of_a_message_in_which_nothing_is_known_nothing_is_proposed() -> None:
    proposal = trained().propose("ＸＹＺ 12345 ？？")

    assert (proposal.label, proposal.words, proposal.needs_person) == (None, (), True)


def test_a_message_between_two_labels_needs_a_person() -> None:
    assert (
        trained().propose("小区物业 有偿补课").confidence < trained().propose("小区物业不修电梯").confidence
    )


def test_one_label_is_not_enough() -> None:
    with pytest.raises(TooLittleToLearn, match="只有 1 个类别，至少要有 2 个类别"):
        train(each for each in examples() if each.label == "交通运输")


def test_a_label_with_few_messages_is_told() -> None:
    with pytest.raises(TooLittleToLearn, match="类别“民政”只有 1 条不同的来信，每个类别至少要有 5 条"):
        train([*examples(), Example("低保怎么申请", "民政"), Example("低保怎么申请", "民政")])


def test_messages_without_a_common_word_teach_nothing() -> None:
    strangers = [Example(chr(0x4E00 + 7 * at), "甲" if at % 2 else "乙") for at in range(12)]

    with pytest.raises(TooLittleToLearn, match="没有共同的词"):
        train(strangers)


def test_messages_that_are_nearly_the_same_stand_in_one_fold() -> None:
    long = "东街的居民反映小区物业不修电梯已经三个月没有人来看过一次请有关部门尽快处理"
    twins = [Example(long + ending, "城乡建设") for ending in ("", "谢谢", "多谢领导")]
    known = [*examples(), *twins]

    folds = folds_of(known)

    assert len(set(folds[-3:])) == 1
    assert set(folds) == set(range(FOLDS))


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=7), st.floats(0.25, 20))
def test_shares_add_up_to_one_and_keep_the_order(margins: list[float], sharpness: float) -> None:
    told = shares(margins, sharpness)

    assert abs(sum(told) - 1) < 1e-9
    assert told[margins.index(max(margins))] == max(told)


def test_the_sharpness_is_that_under_which_confidence_is_kept() -> None:
    margins = [[1.0, 0.0]] * 10
    eight_of_ten = fit_sharpness(margins, [0] * 8 + [1] * 2)

    assert abs(shares([1.0, 0.0], eight_of_ten)[0] - 0.8) < 0.01


def test_sure_begins_where_nineteen_of_twenty_are_right() -> None:
    confidences = [0.9] * 20 + [0.6] * 20
    is_right = [True] * 19 + [False] + [True] * 15 + [False] * 5

    assert sure_from(confidences, is_right) == 0.9
    assert sure_from([0.9, 0.8], [False, False]) == NEVER
