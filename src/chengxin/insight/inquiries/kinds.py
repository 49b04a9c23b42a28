"""Plugs of inquiries: unusual use, figures under review, the own page of officials, what is sealed, the night."""

from chengxin.foundation.accounts.plugs import Permissions, plug_permissions
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.plugs import MatterKind, Section, button_of_move, plug_kind, plug_section
from chengxin.foundation.matters.sights import Sight, plug_sight
from chengxin.foundation.retention.plugs import RecordClass, plug_record_class
from chengxin.foundation.retention.rows import class_of_refused_rows
from chengxin.ground.jobs import Tick, plug_tick
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.insight.inquiries import figures, forms, keeping, ledgers, watching
from chengxin.insight.inquiries.listing import ROW_SEAL
from chengxin.insight.inquiries.models import Inquiry, RefusedSubject
from chengxin.insight.inquiries.own import own_inquiries, own_rows
from chengxin.insight.inquiries.queries import SCREENING, permissions_offered, sight_of_inquiries
from chengxin.insight.inquiries.sections import figures_section, unusual_section
from chengxin.mechanisms.dossiers.plugs import OwnSection, plug_own_section
from chengxin_core.lifecycle.inquiries import FIGURES, UNUSUAL_USE

plug_kind(
    MatterKind(
        code=UNUSUAL_USE.kind,
        lifecycle=UNUSUAL_USE,
        buttons=(
            button_of_move(UNUSUAL_USE, "ask", watching.require_explanation, forms.Reason),
            button_of_move(UNUSUAL_USE, "explain", watching.find_usual, forms.Reason),
            button_of_move(UNUSUAL_USE, "refer", watching.refer, forms.Reason),
        ),
    )
)
plug_kind(
    MatterKind(
        code=FIGURES.kind,
        lifecycle=FIGURES,
        buttons=(
            button_of_move(FIGURES, "release", figures.release, forms.Release),
            button_of_move(FIGURES, "refuse", figures.refuse, forms.Reason),
            button_of_move(FIGURES, "withdraw", figures.withdraw, forms.Reason, waits=None),
        ),
    )
)
plug_section(Section("inquiries.unusual", UNUSUAL_USE.kind, "inquiries/unusual.html", unusual_section))
plug_section(Section("inquiries.figures", FIGURES.kind, "inquiries/figures.html", figures_section))
plug_own_section(OwnSection("inquiries.own", "inquiries/own.html", own_inquiries, "查询", own_rows))
plug_sealed(Sealed("inquiries.refused", "未接受的查询对象", RefusedSubject, "sealed", ROW_SEAL))
plug_record_class(
    RecordClass(
        code="inquiries",
        zh="诚信查询记录",
        terms=keeping.TERMS,
        deciders=keeping.DECIDERS,
        kept_from=keeping.kept_from,
        extent=keeping.extent_before,
        destroy=keeping.destroy_before,
    )
)
plug_tick(Tick("inquiries.watch", 60.0, watching.watch))
plug_nightly(Nightly("inquiries.figures", "汇总诚信查询统计", 75, figures.draw_up))
plug_permissions(
    Permissions(
        SCREENING, zh="决策点筛查", offered=permissions_offered, pace="inquiries.client_subjects_a_minute"
    )
)
plug_ledger(ledgers.LISTS)
plug_ledger(ledgers.REVIEWS)
plug_record_class(
    class_of_refused_rows(
        "inquiries.refused", "名单中未接受的行", rows=RefusedSubject.objects.all, moment="list__at"
    )
)
plug_sight(
    Sight(
        "inquiries",
        "诚信查询",
        Inquiry,
        frozenset({"inquiries:inquiry", "inquiries:paper"}),
        "number",
        "number",
        lambda mandate, on: (sight_of_inquiries(mandate, on=on),),
    )
)
