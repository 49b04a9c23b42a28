"""Plugs of the reception: what is sealed, and the work of the night."""

from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.reception import flood
from chengxin.foundation.reception.models import Ballot, Voice, VoiceFile, VoiceMessage
from chengxin.foundation.reception.polls import BALLOT
from chengxin.foundation.reception.queries import CONTACT, MESSAGE
from chengxin.ground.keepers import Keeper, plug_keeper
from chengxin.ground.resealing import Sealed, plug_sealed

plug_sealed(Sealed("reception.contact", "来信人联系方式", Voice, "contact", CONTACT))
plug_sealed(Sealed("reception.message", "来信往来", VoiceMessage, "sealed", MESSAGE))
plug_nightly(Nightly("reception.forget", "清除互动受理的限流计数", 60, flood.forget))
plug_keeper(Keeper("reception.file", "来信材料", VoiceFile, "sha256"))
plug_sealed(Sealed("reception.ballot", "评议票", Ballot, "sealed", BALLOT))
