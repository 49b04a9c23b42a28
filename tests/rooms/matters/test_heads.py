"""The head of a body acts for it where heads sign, and decides nothing that an organ has to decide about the body."""

import pytest
from tests.cast import make_mandate

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import is_for, kinds, signs_for_its_body
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.table import Actor

pytestmark = pytest.mark.django_db


def test_only_what_heads_sign_is_for_the_head_of_the_body_and_then_for_no_head_of_the_organ(
    housing_bureau: PublicBody, water_bureau: PublicBody
) -> None:
    of_body = make_mandate("shou", Actor.BODY_HEAD, housing_bureau, housing_bureau.path)
    of_organ = make_mandate("ling", Actor.BODY_HEAD, water_bureau, water_bureau.path)
    signed = set()

    for kind in kinds():
        matter = Matter(kind=kind.code, body=housing_bureau, organ=water_bureau)
        assert is_for(of_body, matter) is signs_for_its_body(of_body, matter) is kind.head_signs, kind.code
        assert is_for(of_organ, matter) is not kind.head_signs, kind.code
        signed |= {kind.code} if kind.head_signs else set()

    assert signed == {"proposal", "return"}
