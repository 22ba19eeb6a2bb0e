"""Enterprises in the register: entered, renamed, reached, closed; and their discharge permits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.registers.enterprise import (
    CloseEnterprise,
    CorrectContact,
    Enterprise,
    EnterpriseName,
    EnterpriseState,
    RegisterEnterprise,
    RenameEnterprise,
)
from ledger.domain.registers.permit import Permit, RegisterPermit
from ledger.rules.registers import enterprise as rules
from ledger.rules.registers import permit as permit_rules
from ledger.rules.registers.enterprise import ClosingCase, ContactCase, RegistrationCase, RenamingCase
from ledger.rules.registers.permit import PermitCase
from ledger.services.act import Act
from ledger.services.acts.registers.known import area_of, bearer_of, facility_of, name_borne, own_enterprise_of

if TYPE_CHECKING:
    from ledger.services.act import Facts


def gather_registration(facts: Facts, asked: RegisterEnterprise) -> RegistrationCase:
    """Look up the area, who has the code, and who bears the names."""
    bearers = {name: bearer_of(facts, name, besides=asked.credit_code) for name in (asked.name, *asked.aliases)}
    return RegistrationCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        registered=facts.registers.find(Enterprise, asked.credit_code),
        bearers={name: bearer for name, bearer in bearers.items() if bearer is not None},
    )


def draw_up_registration(case: RegistrationCase) -> Voucher:
    """Register the enterprise and its name."""
    asked = case.asked
    enterprise = Enterprise(
        credit_code=asked.credit_code,
        name=asked.name,
        area=asked.area,
        aliases=asked.aliases,
        sector=asked.sector,
        thermal_power=asked.thermal_power,
        contact=asked.contact,
    )
    return Voucher(
        narration=f"登记企业“{asked.name}”（{asked.credit_code}）",
        facts=(enterprise, EnterpriseName(name=asked.name, credit_code=asked.credit_code)),
    )


def gather_renaming(facts: Facts, asked: RenameEnterprise) -> RenamingCase:
    """Look up the enterprise and who bears the new name."""
    enterprise = own_enterprise_of(facts, asked.credit_code)
    borne = name_borne(facts, enterprise.name)
    return RenamingCase(
        asked=asked,
        enterprise=enterprise,
        bears_old_name=borne is not None and borne.credit_code == asked.credit_code,
        bearer=bearer_of(facts, asked.name, besides=asked.credit_code),
    )


def draw_up_renaming(case: RenamingCase) -> Voucher:
    """Register the new name, keep the old one as an alias and give it up."""
    asked, former = case.asked, case.enterprise
    aliases = tuple(name for name in (*former.aliases, former.name) if name != asked.name)
    taken, left = EnterpriseName(name=asked.name, credit_code=asked.credit_code), EnterpriseName(name=former.name)
    given_up = (left,) if case.bears_old_name and left.subject != taken.subject else ()
    return Voucher(
        narration=f"企业更名：“{former.name}”改为“{asked.name}”（{asked.document}）",
        facts=(
            replace(former, name=asked.name, aliases=aliases),
            *given_up,
            taken,
        ),
    )


def gather_closing(facts: Facts, asked: CloseEnterprise) -> ClosingCase:
    """Look up the enterprise."""
    return ClosingCase(asked=asked, enterprise=own_enterprise_of(facts, asked.credit_code))


def draw_up_closing(case: ClosingCase) -> Voucher:
    """Register that the enterprise has ended."""
    return Voucher(
        narration=f"企业关闭：“{case.enterprise.name}”，{case.asked.reason}（{case.asked.document}）",
        facts=(replace(case.enterprise, state=EnterpriseState.CLOSED),),
    )


def gather_contact(facts: Facts, asked: CorrectContact) -> ContactCase:
    """Look up the enterprise."""
    return ContactCase(asked=asked, enterprise=own_enterprise_of(facts, asked.credit_code))


def draw_up_contact(case: ContactCase) -> Voucher:
    """Register how the enterprise is reached."""
    return Voucher(
        narration=f"更正企业联系方式：“{case.enterprise.name}”",
        facts=(replace(case.enterprise, contact=case.asked.contact),),
    )


def gather_permit(facts: Facts, asked: RegisterPermit) -> PermitCase:
    """Look up the enterprise, the facility and the permits that the enterprise has."""
    return PermitCase(
        asked=asked,
        enterprise=own_enterprise_of(facts, asked.enterprise),
        facility=None if asked.facility is None else facility_of(facts, asked.facility),
        registered=tuple(facts.registers.all(Permit, owner=asked.enterprise)),
    )


def draw_up_permit(case: PermitCase) -> Voucher:
    """Register the period of the permit."""
    return Voucher(
        narration=f"登记排污许可证{case.asked.number}（{case.enterprise.name}）",
        facts=() if case.record is None else (case.record,),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="enterprise.register",
        title="登记企业",
        command=RegisterEnterprise,
        series=Series.REGISTERS,
        path=Path.BRANCH,
        gather=gather_registration,
        checks=rules.REGISTERING,
        draw_up=draw_up_registration,
    ),
    Act(
        kind="enterprise.rename",
        title="企业更名",
        command=RenameEnterprise,
        series=Series.REGISTERS,
        path=Path.BRANCH,
        gather=gather_renaming,
        checks=rules.RENAMING,
        draw_up=draw_up_renaming,
    ),
    Act(
        kind="enterprise.close",
        title="企业关闭",
        command=CloseEnterprise,
        series=Series.REGISTERS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_closing,
        checks=rules.CLOSING,
        draw_up=draw_up_closing,
    ),
    Act(
        kind="enterprise.contact",
        title="更正企业联系方式",
        command=CorrectContact,
        series=Series.REGISTERS,
        path=Path.AT_ONCE,
        gather=gather_contact,
        checks=rules.CORRECTING,
        draw_up=draw_up_contact,
    ),
    Act(
        kind="permit.register",
        title="登记排污许可证",
        command=RegisterPermit,
        series=Series.REGISTERS,
        path=Path.BRANCH,
        gather=gather_permit,
        checks=permit_rules.CHECKS,
        draw_up=draw_up_permit,
    ),
)
