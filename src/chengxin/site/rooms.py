"""The rooms that this program is made of, lowest first: the only list of them."""

ROOMS = [
    "chengxin.foundation.rules",
    "chengxin.foundation.subjects",
    "chengxin.foundation.accounts",
    "chengxin.foundation.matters",
    "chengxin.foundation.deadlines",
    "chengxin.foundation.amendments",
    "chengxin.foundation.documents",
    "chengxin.foundation.deliveries",
    "chengxin.foundation.transparency",
    "chengxin.foundation.sharing",
    "chengxin.chain.evidence",
    "chengxin.chain.leads",
    "chengxin.chain.records",
    "chengxin.chain.consequences",
    "chengxin.chain.objections",
    "chengxin.chain.repairs",
    "chengxin.doors.disclosure",
    "chengxin.doors.bundles",
    "chengxin.doors.exchange",
    "chengxin.doors.desk",
]
