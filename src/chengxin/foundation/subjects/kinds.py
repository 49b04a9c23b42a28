"""Plugs of the register: what is sealed of officials, and by which columns they are found."""

from chengxin.foundation.subjects.identities import IDENTITY, NAME, normal_name, normal_number
from chengxin.foundation.subjects.models import Official
from chengxin.ground.resealing import Sealed, plug_sealed

plug_sealed(
    Sealed("subjects.name", "公务员姓名", Official, "name_sealed", NAME, {"name_index": (NAME, normal_name)})
)
plug_sealed(
    Sealed(
        "subjects.number",
        "公务员身份号码",
        Official,
        "number_sealed",
        IDENTITY,
        {"number_index": (IDENTITY, normal_number)},
    )
)
