"""Matters that go their way through several acts: what happens seldom where everything is asked for by chance."""

from __future__ import annotations

from tests.properties import bureau_asks_claims as claims
from tests.properties import bureau_asks_corrections as corrections
from tests.properties import bureau_asks_credits as credits_
from tests.properties import bureau_asks_instalments as instalments
from tests.properties import bureau_asks_money as money
from tests.properties import bureau_asks_projects as projects
from tests.properties import bureau_asks_reclaims as reclaims
from tests.properties import bureau_asks_registers as registers
from tests.properties import bureau_asks_restarts as restarts
from tests.properties import bureau_asks_rights as rights
from tests.properties import bureau_asks_tenure as tenure
from tests.properties import bureau_asks_transfers as transfers
from tests.properties.bureau_asks import Ask

Step = tuple[str, Ask] | int
"""A kind of act with how it is asked for, or days that pass."""

MATTERS: dict[str, tuple[Step, ...]] = {
    "a lot is sold": (
        ("award.notice", rights.notice),
        ("award.make", rights.make),
        ("fee.notice", money.issue),
        ("fee.receipt", money.receipt),
        ("treasury.confirm", money.confirm),
        ("award.deliver", rights.deliver),
        ("right.determine_surplus", tenure.determine),
    ),
    "surplus is listed and sold": (
        ("fee.notice", tenure.notice_pay_up),
        ("fee.receipt", money.receipt),
        ("treasury.confirm", money.confirm),
        ("right.pay_up", tenure.pay_up),
        ("right.determine_surplus", tenure.determine),
        ("listing.open", claims.listing),
        ("transfer.contract", transfers.contract),
        ("freeze.deliver", claims.freeze),
        ("transfer.deliver", transfers.deliver),
        ("transfer.settle", transfers.settle),
        ("transfer.contract", transfers.contract),
        ("transfer.undo", transfers.undo),
        ("listing.withdraw", claims.withdraw),
    ),
    "surplus is pledged and frozen": (
        ("pledge.register", claims.pledge),
        ("freeze.deliver", claims.freeze),
        ("suspension.impose", claims.suspend),
        ("pledge.release", claims.release),
        ("freeze.take_up", claims.take_up),
        ("freeze.renew", claims.renew),
        ("freeze.transfer_by_ruling", claims.ruling),
        40,
        ("freeze.lapse", claims.lapse),
        ("suspension.lift", claims.lift),
    ),
    "rights are paid up and leased": (
        ("fee.notice", tenure.notice_pay_up),
        ("fee.receipt", money.receipt),
        ("treasury.confirm", money.confirm),
        ("right.pay_up", tenure.pay_up),
        ("lease.begin", tenure.lease),
        ("right.buy_back", tenure.buy_back),
        ("buy_back.pay", tenure.pay),
        100,
        ("lease.end", tenure.end_lease),
    ),
    "rights are reclaimed": (
        ("right.confirm_existing", rights.confirm),
        ("reclaim.open", reclaims.reclaim),
        ("reclaim.notify", reclaims.notify),
        ("reclaim.defence", reclaims.defence),
        ("reclaim.decide", reclaims.decide),
        ("reclaim.serve", reclaims.serve),
        ("reclaim.execute", reclaims.execute),
    ),
    "a term is over": (
        1900,
        ("right.end_term", tenure.end),
        ("fee.notice", tenure.notice_renewal),
        ("fee.receipt", money.receipt),
        ("treasury.confirm", money.confirm),
        ("right.renew", tenure.renew),
    ),
    "a renewal is paid by instalments": (
        1900,
        ("right.end_term", tenure.end),
        ("fee.instalment_plan", instalments.plan_renewal),
        ("fee.instalment_notice", instalments.first_of_renewal),
        ("fee.receipt", money.receipt),
        ("treasury.confirm", money.confirm),
        ("right.renew", tenure.renew),
        ("right.determine_surplus", tenure.determine),
        ("pledge.register", claims.pledge),
        ("lease.begin", tenure.lease),
        ("right.buy_back", tenure.buy_back),
    ),
    "a plant closes": (
        ("reduction.verify", credits_.verify),
        ("facility.close", credits_.close),
        ("reduction.verify", credits_.verify),
        ("credit.surplus", credits_.surplus),
        ("credit.to_reserve", credits_.to_reserve),
        ("credit.dispatch", credits_.dispatch),
    ),
    "a closed plant runs again": (
        ("reduction.verify", credits_.verify),
        ("credit.recognise", credits_.recognise),
        ("credit.to_province", credits_.to_province),
        ("closure.check", restarts.look),
        ("credit.release", restarts.release),
        ("closure.check", restarts.look),
        ("closure.restart", restarts.restart),
        ("credit.make_good", restarts.make_good),
    ),
    "a project is confirmed": (
        ("reduction.verify", credits_.verify),
        ("facility.close", credits_.close),
        ("project.intake", projects.intake),
        ("project.milestone", projects.milestone),
        ("attainment.record", registers.attainment),
        ("confirmation.issue", projects.issue),
        ("project.eia_approved", projects.approve),
        ("project.milestone", projects.milestone),
    ),
    "a confirmation comes to nothing": (
        ("reduction.verify", credits_.verify),
        ("facility.close", credits_.close),
        ("attainment.record", registers.attainment),
        ("project.intake", projects.intake),
        ("project.milestone", projects.milestone),
        ("confirmation.issue", projects.issue),
        ("confirmation.withdraw", projects.withdraw),
        ("attainment.record", registers.attainment),
        ("confirmation.issue", projects.issue),
        400,
        ("confirmation.lapse", projects.lapse),
    ),
    "a project is exempt": (
        ("project.intake", projects.intake),
        ("attainment.record", registers.attainment),
        ("exemption.register", projects.exempt),
        ("credit.recognise", credits_.recognise),
        ("exemption.hold", projects.hold),
        100,
        ("attainment.record", registers.attainment),
        ("exemption.retire", projects.retire),
    ),
    "a project draws early": (
        ("project.intake", projects.intake),
        ("attainment.record", registers.attainment),
        ("early_draw.take", projects.draw),
        ("project.milestone", projects.milestone),
        ("confirmation.issue", projects.issue),
        ("project.eia_approved", projects.approve),
        ("early_draw.deliver", projects.deliver),
    ),
    "a deposit is lost": (
        ("deposit.receive", money.deposit),
        ("deposit.forfeit", money.forfeit),
        ("deposit.forfeit_confirm", money.confirm_forfeit),
        ("deposit.receive", money.deposit),
        ("deposit.set_off", money.set_off),
        ("deposit.return", money.give_back),
    ),
    "too much is paid": (
        ("fee.notice", money.issue),
        ("fee.receipt", money.receipt),
        ("treasury.confirm", money.confirm),
        ("fee.reduce", money.reduce),
        ("refund.apply", money.apply),
        ("fee.refund", money.refund),
    ),
    "a fee is paid by instalments": (
        ("fee.instalment_plan", money.plan),
        ("fee.instalment_notice", money.instalment),
        ("fee.receipt", money.receipt),
        ("fee.defer", money.defer),
        ("notice.serve", money.serve),
    ),
    "what is taken back is gone": (
        ("right.confirm_existing", rights.confirm),
        ("right.determine_surplus", tenure.determine),
        ("right.confirm_existing", rights.confirm),
        ("right.determine_surplus", tenure.determine),
        ("correction.reverse", corrections.reverse),
        ("correction.reverse", corrections.reverse),
        ("correction.make_good", corrections.make_good),
    ),
    "a month is opened again": (
        ("correction.reverse", corrections.reverse),
        ("period.reopen", corrections.reopen),
        ("enterprise.close", registers.close),
    ),
}
