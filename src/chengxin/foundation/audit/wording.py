"""Words for the codes of acts and for tables: those of rooms that named them, and the platform's own."""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from chengxin.foundation.audit.attribution import READ, REFUSED

_WORDS: Mapping[str, str] = {
    READ: _("查看页面"),
    REFUSED: _("请求被拒绝"),
    "audit.destroyed": _("销毁审计记录"),
    "matters.opened": _("立项"),
    "matters.moved": _("办理"),
    "matters.archived": _("归档"),
    "matters.archive_read": _("查阅档案"),
    "matters.version_adopted": _("换用规则版本"),
    "matters.passed_to_organ": _("转另一机关办理"),
    "reception.contact_opened": _("查看来信人联系方式"),
    "reception.emptied": _("销毁已经转送的来信"),
    "supervision.designated": _("登记督查授权"),
    "supervision.work_orders": _("接收工单"),
    "matters.succeeded": _("由承继单位继续办理"),
    "accounts.user_created": _("新增用户"),
    "accounts.mandate_granted": _("授予岗位"),
    "accounts.mandate_ended": _("终止岗位"),
    "accounts.mandate_changed": _("变更授权"),
    "accounts.grant_decided": _("复核授权"),
    "transparency.reviewed": _("公开审查"),
    "transparency.queued": _("公示、变更或者终止公示"),
    "transparency.anchored": _("审计链头存证"),
    "privacy.activity_registered": _("登记个人信息处理活动"),
    "privacy.assessment_drafted": _("起草影响评估"),
    "privacy.assessment_approved": _("批准影响评估"),
    "privacy.assessment_sent_back": _("退回影响评估"),
    "privacy.person_shown": _("查看窗口请求人的身份"),
    "privacy.person_sought": _("按证件号码查找窗口请求"),
    "privacy.identified": _("核对书面请求人的身份"),
    "retention.drafted": _("拟制销毁清单"),
    "retention.approved": _("批准销毁"),
    "retention.refused": _("不予销毁"),
    "retention.destroyed": _("按清单销毁"),
    "retention.rows_destroyed": _("按清单销毁一类记录"),
    "retention.held": _("停止销毁"),
    "retention.hold_lifted": _("解除停止销毁"),
    "rules.loaded": _("载入规则库"),
    "dossiers.looked": _("查阅公务员信用档案"),
    "dossiers.identity_shown": _("查看公务员完整身份"),
    "dossiers.supplied": _("报送档案信息"),
    "dossiers.supplier_authorised": _("授权提供档案信息"),
    "inquiries.asked": _("诚信查询"),
    "inquiries.unusual": _("发现异常查询"),
    "inquiries.program_registered": _("登记查询接口单位"),
    "inquiries.program_ended": _("终止查询接口单位"),
    "inquiries.destroyed": _("销毁诚信查询记录"),
    "accounts.program_registered": _("登记接口单位"),
    "accounts.program_ended": _("终止接口单位的登记"),
    "accounts.program_token_renewed": _("换发接口单位的令牌"),
    "commitments.taken_in": _("批量登记承诺"),
    "commitments.taken_over": _("签收或者指定承诺承办岗位"),
    "proposals.taken_in": _("批量登记建议提案"),
    "commitments.passed_on": _("随岗位交接移交承诺"),
    "archives.table_drafted": _("拟制归档范围与保管期限表"),
    "archives.table_approved": _("批准归档范围与保管期限表"),
    "archives.packed": _("生成归档包"),
    "archives.package_read": _("调取归档包"),
    "archives.checked": _("核对归档包"),
    "archives.transferred": _("移交档案馆"),
    "archives.asked": _("提出立卷归档"),
    "archives.appraised": _("提出鉴定销毁清单"),
    "archives.destroyed": _("销毁归档案卷"),
    "archives.held": _("归档案卷停止销毁"),
    "archives.hold_lifted": _("归档案卷解除停止销毁"),
    "evidence.destroyed": _("销毁文书资料"),
    "evidence.revoked": _("撤下文书资料"),
    "history.taken_in": _("补录历史记录"),
    "history.withdrawn": _("整批撤回补录"),
    "matters.changed_hands": _("转承办岗位"),
    "matters.destroyed": _("销毁案卷内容"),
    "matters.filed": _("立卷归档"),
    "returns.not_asked": _("不下发缺少依据、要求方或者截止日的报表"),
    "returns.asked": _("向单位提出专项要求"),
    "returns.ask_withdrawn": _("收回专项要求"),
    "worklists.batch_begun": _("批量办理"),
    "worklists.batch_item": _("批量办理中的一件"),
    "worklists.circulated": _("传阅"),
    "worklists.nudged": _("催办"),
    "worklists.read": _("阅知"),
    "worklists.starred": _("收藏"),
    "worklists.unstarred": _("取消收藏"),
}


def act_zh(code: str) -> str:
    """Return the word for an act, in the language of the page; the code itself where nobody gave it one."""
    word = _WORDS.get(code)
    return gettext(word) if word else code


def known_acts() -> list[tuple[str, str]]:
    """Return the acts that have a word, as code and word in the language of the page, by their word."""
    return sorted(((code, gettext(word)) for code, word in _WORDS.items()), key=lambda each: each[1])


# Tables of libraries; ours say in the first word of their charter what they are.
_TABLES: Mapping[str, str] = {
    "mfa_authenticator": "第二重验证",
    "socialaccount_socialaccount": "统一身份认证账号",
    "account_emailaddress": "邮箱",
}


def table_zh(table: str) -> str:
    """Return what a table holds, in Chinese; in another language, and where nobody named it, its own name."""
    if not (get_language() or "zh").startswith("zh"):
        return table
    return _named().get(table, table)


@cache
def _named() -> Mapping[str, str]:
    charters = {model._meta.db_table: (model.__doc__ or "").partition(":")[0] for model in apps.get_models()}
    return {**{table: word for table, word in charters.items() if word and not word[0].isascii()}, **_TABLES}
