"""Bad inputs that are about what happened before: each is an exercise of its own, beside its like."""

from __future__ import annotations

from typing import Final

_ACTS: Final = "tests/services/acts"
_DESK: Final = "tests/web/pages/desk"
EXERCISES: Final = (
    (67, "one more than the balance", "tests/web/pages/bad_input/test_balances.py::test_more_than_there_is"),
    (68, "the whole balance", "tests/web/pages/bad_input/test_balances.py::test_all_that_there_is"),
    (69, "a batch that takes more than there is", "tests/web/pages/bad_input/test_balances.py::test_a_sheet_of_two"),
    (87, "offset that moves the day", f"{_ACTS}/test_bad_days.py::test_a_day_is_the_day_of_beijing"),
    (95, "day of a closed month", f"{_ACTS}/test_bad_acts.py::test_an_act_of_a_day_that_takes_none_is_refused"),
    (96, "day before there was anything", f"{_ACTS}/test_projects.py::test_nothing_happens_to_a_project_before"),
    (97, "end before its beginning", f"{_ACTS}/test_bad_days.py::test_an_end_comes_after_its_beginning"),
    (98, "year of another period", f"{_ACTS}/test_periods.py::test_a_year_is_closed_after_its_months"),
    (110, "Cyrillic letters", f"{_ACTS}/test_registers.py::test_names_and_numbers_that_look_alike_are_the_same"),
    (113, "brackets", f"{_ACTS}/test_registers.py::test_names_and_numbers_that_look_alike_are_the_same"),
    (141, "what is another's", "tests/web/roles/test_objects.py::test_a_branch_finds_nothing_of_another_branch"),
    (210, "the same row twice in one file", f"{_DESK}/test_sheets.py::test_a_row_that_says_the_same_as_another"),
    (
        211,
        "file that was recorded",
        f"{_DESK}/test_sheets.py::test_a_sound_sheet_is_previewed_recorded_whole_and_known",
    ),
    (213, "approving one's own", f"{_ACTS}/test_procedure.py::test_the_maker_never_approves"),
    (214, "approving twice", f"{_ACTS}/test_bad_acts.py::test_an_act_is_decided_by_nobody_but_the_right_persons"),
    (
        215,
        "taking back what takes back",
        f"{_ACTS}/test_corrections.py::test_only_a_posted_act_is_taken_back_and_only_once",
    ),
    (216, "transfer to oneself", f"{_ACTS}/test_transfers.py::test_parties_are_two_that_exist"),
    (217, "to a closed enterprise", f"{_ACTS}/test_transfers.py::test_parties_are_two_that_exist"),
    (217, "of what is frozen", f"{_ACTS}/test_closures.py::test_frozen_rights_are_not_given_up"),
    (218, "out of another's account", f"{_ACTS}/test_bad_acts.py::test_an_act_that_names_another_area_or_enterprise"),
    (219, "more than is due", f"{_ACTS}/test_receipts.py::test_the_treasury_confirms_no_more_than_was_paid"),
    (220, "two small projects that add up", f"{_ACTS}/test_projects.py::test_small_projects_of_one_owner_or_one_site"),
    (220, "exactly the limit", "tests/rules/test_scope.py"),
    (221, "step left out", f"{_ACTS}/test_procedure.py::test_the_branch_checks_first_and_the_bureau_decides"),
    (222, "decision on what is no longer so", f"{_DESK}/test_decide.py::test_a_stale_digest_is_answered"),
)
"""Number, name, and the test by the begin of its name."""
