"""Plugs of messages: the channels, the sending, the digests of the day, addresses that are sealed anew."""

from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.notifications.channels import mail, webhook, work_chat
from chengxin.foundation.notifications.models import ADDRESS, Contact
from chengxin.foundation.notifications.occasions import tell_digests
from chengxin.foundation.notifications.operations import forget_old
from chengxin.foundation.notifications.plugs import plug_channel
from chengxin.foundation.notifications.sending import send_due
from chengxin.ground.jobs import Tick, plug_tick
from chengxin.ground.resealing import Sealed, plug_sealed

for channel in (mail.CHANNEL, work_chat.CHANNEL, webhook.SHORT_MESSAGES, webhook.OWN_ADDRESS):
    plug_channel(channel)
plug_tick(Tick("notifications.send", 5.0, send_due, apart=True))
plug_nightly(Nightly("notifications.digests", "告知期限提要", 26, tell_digests))
plug_nightly(Nightly("notifications.forget", "清除过期的消息", 90, forget_old))
plug_sealed(Sealed("notifications.contact", "消息接收地址", Contact, "sealed", ADDRESS))
