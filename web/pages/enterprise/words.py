"""What the codes of an enterprise's pages are called, in Chinese; the catalogue has the English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain.bookkeeping import unit
from ledger.domain.claims import claim
from ledger.domain.credits.facility_card import UseKind
from ledger.domain.money import payment_notice
from ledger.domain.projects import milestone, project_traits
from ledger.domain.registers import facility
from ledger.errors import Message, say
from ledger.projections.enterprise.certificate import CertificateKind
from ledger.projections.projects.cases import Party, Stage
from web.labels.choices import CHOICES

GROUNDS: Final = CHOICES[claim.Ground]
ORIGINS: Final = CHOICES[unit.Origin]
STEPS: Final = CHOICES[milestone.Step]
NATURES: Final = CHOICES[project_traits.Nature]
CHARGES: Final = CHOICES[payment_notice.Charge]

STAGES: Final[Mapping[Stage, Message]] = {
    Stage.NOT_APPLICABLE: say("不适用总量指标审核"),
    Stage.EXEMPT: say("豁免：来源由分局落实，企业无须办理"),
    Stage.TAKEN_IN: say("已登记，尚未受理"),
    Stage.COMPLETION: say("等待补正，时限停止计算"),
    Stage.REVIEW: say("审核中"),
    Stage.PURCHASE: say("已确认，须取得排污权"),
    Stage.CONFIRMED: say("已确认，等待环评批准"),
    Stage.REFUSED: say("不予确认"),
    Stage.ENDED: say("确认书已撤回或失效，须重新申请"),
    Stage.APPROVED: say("环评已批准"),
    Stage.ABANDONED: say("项目已放弃"),
}
PARTIES: Final[Mapping[Party, Message]] = {
    Party.ENTERPRISE: say("本企业"),
    Party.BRANCH: say("分局"),
    Party.BUREAU: say("市局"),
    Party.EIA_AUTHORITY: say("环评审批部门"),
    Party.NOBODY: say("无待办"),
}
DUE_WORDS: Final[Mapping[Stage, Message]] = {
    Stage.REVIEW: say("答复期限"),
    Stage.PURCHASE: say("确认书有效期末日"),
    Stage.CONFIRMED: say("确认书有效期末日"),
    Stage.REFUSED: say("申请复议的末日"),
}
"""What the last day of a stage is the last day of."""

REGIMES: Final[Mapping[project_traits.Regime, Message]] = {
    project_traits.Regime.IN_SCOPE: say("须经排污权交易取得"),
    project_traits.Regime.ORDINARY: say("一般总量指标审核"),
    project_traits.Regime.EXEMPT: say("豁免"),
    project_traits.Regime.NOT_APPLICABLE: say("不适用"),
}
USES: Final[Mapping[UseKind, Message]] = {
    UseKind.RECLAIMED: say("无偿收回"),
    UseKind.BOUGHT_BACK: say("有偿回购"),
    UseKind.CREDITED: say("认定为减排量"),
    UseKind.SURPLUS_SOLD: say("富余出售或出租"),
    UseKind.OWN_REPLACEMENT: say("以新带老"),
    UseKind.TO_PROVINCE: say("上交省级"),
}
FACILITY_STATES: Final[Mapping[facility.FacilityState, Message]] = {
    facility.FacilityState.OPERATING: say("运行"),
    facility.FacilityState.CLOSED: say("关停"),
    facility.FacilityState.RESTART_SUSPECTED: say("疑似复产"),
}
CERTIFICATES: Final[Mapping[CertificateKind, Message]] = {
    CertificateKind.HOLDING: say("排污权持有证明"),
    CertificateKind.NO_ENCUMBRANCE: say("排污权无权利负担证明"),
}
