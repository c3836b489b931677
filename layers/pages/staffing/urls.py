from django.urls import path

from layers.pages.views.shareable import take_unit_map
from layers.pages.views.staffing import export_phones, export_staff, list_gaps, list_staff
from layers.pages.views.staffing_accounts import (
    answer_tie,
    keep_accounts,
    list_ties,
    untie_a_person,
    untie_an_account,
)
from layers.pages.views.staffing_map import print_staff_map, show_staff_map
from layers.pages.views.staffing_people import (
    add_somebody,
    end_a_posting,
    list_people,
    part_somebody,
    post_somebody,
    show_person,
)
from layers.pages.views.staffing_rosters import (
    apply_a_roster,
    drop_a_roster,
    list_rosters,
    show_roster,
    undo_a_roster,
)
from layers.pages.views.staffing_suggestions import (
    accept_staffing,
    change_tie,
    list_staffing_suggestions,
    show_staffing_suggestion,
)
from layers.pages.views.staffing_units import (
    add_a_unit,
    cover_a_grid,
    end_a_coverage,
    end_a_unit,
    list_covering_units,
    show_covering_unit,
)
from layers.pages.views.staffing_wishes import (
    answer_wish,
    list_wishes,
    propose_an_ending,
    propose_somebody,
)

HERE = "staffing/<str:county>/"
ROSTER, SUGGESTION = f"{HERE}rosters/<int:roster>/", f"{HERE}suggestions/<int:suggestion>/"

urlpatterns = [
    # Whoever sees the county's map; phones are masked for whom they do not concern.
    path(HERE, list_staff, name="staff"),
    path(f"{HERE}map/", show_staff_map, name="staff_map"),
    path(f"{HERE}map/<uuid:street>/print/", print_staff_map, name="staff_map_print"),
    path(f"{HERE}gaps/", list_gaps, name="staff_gaps"),
    path(f"{HERE}people/", list_people, name="staff_people"),
    path(f"{HERE}people/<int:person>/", show_person, name="staff_person"),
    path(f"{HERE}units/", list_covering_units, name="staff_units"),
    path(f"{HERE}units/<int:unit>/", show_covering_unit, name="staff_unit"),
    path(f"{HERE}units/<int:unit>/map.html", take_unit_map, name="staff_unit_file"),
    path(f"{HERE}export/<str:table>", export_staff, name="staff_export"),
    # Who takes telephone numbers out, and says what for.
    path(f"{HERE}phones/", export_phones, name="staff_phones"),
    # Who assigns staff, where they do.
    path(f"{HERE}people/new/", add_somebody, name="staff_new_person"),
    path(f"{HERE}people/<int:person>/post/", post_somebody, name="staff_post"),
    path(f"{HERE}people/<int:person>/part/", part_somebody, name="staff_part"),
    path(f"{HERE}postings/<int:posting>/end/", end_a_posting, name="staff_end_posting"),
    path(f"{HERE}units/new/", add_a_unit, name="staff_new_unit"),
    path(f"{HERE}units/<int:unit>/cover/", cover_a_grid, name="staff_cover"),
    path(f"{HERE}units/<int:unit>/end/", end_a_unit, name="staff_end_unit"),
    path(f"{HERE}coverage/<int:coverage>/end/", end_a_coverage, name="staff_end_coverage"),
    path(f"{HERE}rosters/", list_rosters, name="rosters"),
    path(ROSTER, show_roster, name="roster"),
    path(f"{ROSTER}apply/", apply_a_roster, name="apply_roster"),
    path(f"{ROSTER}drop/", drop_a_roster, name="drop_roster"),
    path(f"{ROSTER}undo/", undo_a_roster, name="undo_roster"),
    path(f"{HERE}accounts/", keep_accounts, name="staff_accounts"),
    path(f"{HERE}people/<int:person>/untie/", untie_a_person, name="staff_untie_person"),
    path(f"{HERE}accounts/<int:tie>/untie/", untie_an_account, name="staff_untie_account"),
    # Who proposes staff for a community, and who answers.
    path(f"{HERE}wishes/", list_wishes, name="staff_wishes"),
    path(f"{HERE}people/<int:person>/propose/", propose_somebody, name="staff_propose"),
    path(f"{HERE}postings/<int:posting>/propose/", propose_an_ending, name="staff_propose_end"),
    path(f"{HERE}wishes/<int:wish>/<str:answer>/", answer_wish, name="staff_answer"),
    # Who grants rights, without seeing anything else of staff.
    path("account-ties/", list_ties, name="account_ties"),
    path("account-ties/<int:wish>/<str:answer>/", answer_tie, name="answer_tie"),
    # Who assigns staff in all of the county.
    path(f"{HERE}suggestions/", list_staffing_suggestions, name="staffing_suggestions"),
    path(SUGGESTION, show_staffing_suggestion, name="staffing_suggestion"),
    path(f"{SUGGESTION}ties/<int:tie>/", change_tie, name="staffing_tie"),
    path(f"{SUGGESTION}accept/", accept_staffing, name="accept_staffing"),
]
