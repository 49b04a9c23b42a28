"""Plugs of the evidence: what is sealed in it."""

from chengxin.chain.evidence.models import ImportRow, Instrument
from chengxin.chain.evidence.queries import ROW_SEAL, SEAL
from chengxin.ground.resealing import Sealed, plug_sealed

plug_sealed(Sealed("evidence.instrument", "裁判文书", Instrument, "sealed", SEAL))
plug_sealed(Sealed("evidence.row", "未接受的行", ImportRow, "sealed", ROW_SEAL))
