from django.urls import path

from layers.pages.views.notices_inside import (
    announce,
    close,
    list_notices,
    list_objections,
    withdraw,
)
from layers.pages.views.notices_public import show_notice, show_notice_map, show_receipt
from layers.pages.views.objections import (
    answer_objection,
    draft_objection,
    moderate_objection,
    show_contact,
    show_objection,
)
from layers.pages.views.working_days import keep_working_days

OBJECTION = "notices/<uuid:notice>/objections/<int:number>/"

urlpatterns = [
    # Anyone who has the address: what the notice holds.
    path("notice/<str:key>/", show_notice, name="notice"),
    path("notice/<str:key>/<str:side>.svg", show_notice_map, name="notice_map"),
    path("notice/<str:key>/receipt/<str:receipt>/", show_receipt, name="notice_receipt"),
    # Who sees drafts.
    path("notices/<uuid:notice>/", list_objections, name="notice_objections"),
    path(OBJECTION, show_objection, name="notice_objection"),
    path("notices/<str:county>/", list_notices, name="notices"),
    # Planners of the place.
    path(f"{OBJECTION}draft/", draft_objection, name="draft_objection"),
    # Who opens notices.
    path("proposals/<uuid:draft>/notice/", announce, name="announce_notice"),
    path("notices/<uuid:notice>/close/", close, name="close_notice"),
    path("notices/<uuid:notice>/withdraw/", withdraw, name="withdraw_notice"),
    path(f"{OBJECTION}moderate/", moderate_objection, name="moderate_objection"),
    path(f"{OBJECTION}answer/", answer_objection, name="answer_objection"),
    path(f"{OBJECTION}contact/", show_contact, name="objection_contact"),
    path("working-days/<str:county>/", keep_working_days, name="working_days"),
]
