"""What a member is called in one command, where the name says too little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ledger.domain.bookkeeping import law, opening, reversal
from ledger.domain.claims import claim_acts
from ledger.domain.credits import closure, credit, early_draw
from ledger.domain.money import deposit, instalments, payment_notice, receipt, refund
from ledger.domain.projects import confirmation, milestone, project
from ledger.domain.registers import area, enterprise, facility, permit
from ledger.domain.rights import award, buy_back, lease, reclaim, reserve_lot, transfer
from ledger.errors import Message, say

MEMBERS_OF: Final[Mapping[type[Any], Mapping[str, Message]]] = {
    area.RegisterArea: {
        "name": say("区域名称"),
        "office": say("生态环境主管部门（全市为市局，各区为分局）的全称"),
    },
    award.MakeAward: {
        "id": say("成交编号"),
        "document": say("合同编号"),
        "lines": say("成交明细"),
    },
    award.UndoAward: {
        "id": say("成交编号"),
    },
    award.DeliverAward: {
        "id": say("成交编号"),
    },
    award.AwardLine: {
        "source": say("储备来源"),
    },
    reserve_lot.NoticeLot: {
        "id": say("标的编号"),
        "source": say("储备来源"),
        "document": say("公告文号"),
    },
    reserve_lot.WithdrawLot: {
        "id": say("标的编号"),
    },
    opening.OpeningReserve: {
        "source": say("储备来源"),
    },
    opening.OpeningRight: {
        "surplus": say("富余（否为在用）"),
    },
    opening.OpeningClaim: {
        "number": say("文书编号"),
        "ground": say("负担种类"),
    },
    reversal.MakeGood: {
        "surplus": say("从富余中补回"),
    },
    reclaim.OpenReclaim: {
        "id": say("案件编号"),
    },
    reclaim.NotifyReclaim: {
        "id": say("案件编号"),
        "notice": say("告知书文号"),
    },
    reclaim.HearDefence: {
        "id": say("案件编号"),
    },
    reclaim.DecideReclaim: {
        "id": say("案件编号"),
    },
    reclaim.ServeReclaim: {
        "id": say("案件编号"),
    },
    reclaim.ExecuteReclaim: {
        "id": say("案件编号"),
    },
    reclaim.WithdrawReclaim: {
        "id": say("案件编号"),
    },
    buy_back.AgreeBuyBack: {
        "id": say("回购编号"),
        "document": say("协议编号"),
    },
    buy_back.PayBuyBack: {
        "id": say("回购编号"),
        "document": say("付款凭证号"),
    },
    lease.BeginLease: {
        "id": say("租赁编号"),
        "document": say("合同编号"),
    },
    lease.EndLease: {
        "id": say("租赁编号"),
    },
    project.IntakeProject: {
        "id": say("项目编号"),
        "name": say("项目名称"),
        "requested_on": say("环评申请日"),
    },
    facility.RegisterFacility: {
        "id": say("设施编号"),
        "name": say("设施名称"),
    },
    enterprise.RegisterEnterprise: {
        "name": say("企业名称"),
    },
    enterprise.RenameEnterprise: {
        "name": say("新名称"),
    },
    permit.RegisterPermit: {
        "number": say("许可证编号"),
    },
    permit.PermittedEmission: {
        "reason": say("未知原因"),
        "kind": say("许可证所载"),
    },
    law.RuleFile: {
        "name": say("文件名"),
    },
    payment_notice.IssueNotice: {
        "number": say("缴款通知编号"),
    },
    payment_notice.ServeNotice: {
        "number": say("缴款通知编号"),
        "document": say("送达回证编号"),
    },
    payment_notice.ReduceFee: {
        "number": say("缴款通知编号"),
    },
    payment_notice.DeferFee: {
        "number": say("缴款通知编号"),
        "due_on": say("缓缴至"),
    },
    payment_notice.FixedPriceFee: {
        "lines": say("计费明细"),
    },
    instalments.PlanInstalments: {
        "due_on": say("各期到期日"),
        "document": say("申请及批准文号"),
    },
    instalments.NoticeInstalment: {
        "number": say("缴款通知编号"),
    },
    receipt.RecordReceipt: {
        "number": say("票据号"),
    },
    receipt.ConfirmReceipt: {
        "number": say("票据号"),
    },
    refund.ApplyForRefund: {
        "number": say("退付申请编号"),
    },
    refund.RecordRefund: {
        "number": say("退付申请编号"),
    },
    deposit.ReceiveDeposit: {
        "number": say("保证金收据号"),
        "seller": say("标的出让方"),
    },
    deposit.ReturnDeposit: {
        "number": say("保证金收据号"),
    },
    deposit.SetOffDeposit: {
        "number": say("保证金收据号"),
    },
    deposit.ForfeitDeposit: {
        "number": say("保证金收据号"),
        "document": say("没收决定文号"),
    },
    deposit.ConfirmForfeit: {
        "document": say("没收决定文号"),
    },
    credit.SourceGrams: {
        "source": say("来源设施"),
    },
    credit.MakeGoodCredit: {
        "facility": say("失效来源设施"),
        "sources": say("补足来源"),
    },
    confirmation.CoverLine: {
        "facility": say("来源设施"),
    },
    milestone.RecordMilestone: {
        "authority": say("办理机关"),
    },
    milestone.RecordEiaApproval: {
        "authority": say("环评批准机关"),
        "document": say("环评批复文号"),
    },
    early_draw.TakeEarlyDraw: {
        "ground": say("预支事由"),
    },
    claim_acts.RegisterPledge: {
        "number": say("抵（质）押合同编号"),
        "until": say("担保截止日"),
        "lines": say("抵（质）押份额"),
    },
    claim_acts.OpenListing: {
        "number": say("挂牌编号"),
        "lines": say("挂牌份额"),
    },
    claim_acts.DeliverFreeze: {
        "number": say("协助执行通知书文号"),
        "until": say("冻结截止日"),
        "lines": say("要求冻结的数量"),
    },
    claim_acts.RenewFreeze: {
        "number": say("协助执行通知书文号"),
        "until": say("冻结截止日"),
    },
    claim_acts.LapseFreeze: {
        "number": say("协助执行通知书文号"),
    },
    claim_acts.TakeUpFreeze: {
        "number": say("协助执行通知书文号"),
    },
    claim_acts.TransferByRuling: {
        "number": say("协助执行通知书文号"),
        "lines": say("过户数量"),
    },
    claim_acts.ImposeSuspension: {
        "number": say("暂停决定文号"),
        "authority": say("决定机关"),
        "lines": say("暂停的数量"),
    },
    claim_acts.EndClaim: {
        "number": say("原文书编号"),
    },
    transfer.ContractTransfer: {
        "number": say("合同编号"),
        "need": say("需求核定文号"),
        "lines": say("交易明细"),
    },
    transfer.UndoTransfer: {
        "number": say("合同编号"),
    },
    transfer.DeliverTransfer: {
        "number": say("合同编号"),
        "document": say("鉴证书或调整决定文号"),
    },
    transfer.SettleTransfer: {
        "number": say("合同编号"),
    },
    closure.CloseFacility: {
        "document": say("关停或注销许可文号"),
    },
}
