from django.urls import URLPattern, URLResolver, include, path, re_path

from layers.pages.views.alternatives import list_suggestions, show_alternative
from layers.pages.views.cards import print_card
from layers.pages.views.carrying import carry
from layers.pages.views.cases import act, show_case, show_flow, show_inbox
from layers.pages.views.comparison import compare
from layers.pages.views.desk import show_desk
from layers.pages.views.drafts import copy, discard, list_drafts, show_thumbnail
from layers.pages.views.editions import list_editions, restore
from layers.pages.views.health import livez, readyz
from layers.pages.views.history import TABLES, export_register, show_history
from layers.pages.views.home import go_home
from layers.pages.views.interface_keys import end, keep_keys
from layers.pages.views.lifecycles import keep_lifecycle, list_lifecycles
from layers.pages.views.map_page import show_map
from layers.pages.views.outbox import again, list_messages
from layers.pages.views.own_messages import choose
from layers.pages.views.packets import download, show_packets, stop_packet
from layers.pages.views.papers import send_paper
from layers.pages.views.rehoming import rehome_people
from layers.pages.views.review import review, verify
from layers.pages.views.shareable import take_case_map, take_community_map
from layers.pages.views.unit_list import list_units
from layers.pages.views.units import show_building, show_unit

urlpatterns: list[URLPattern | URLResolver] = [
    # Notices, staff, orders, members' and public pages say themselves who may call what.
    path("", include("layers.pages.notices.urls")),
    path("", include("layers.pages.staffing.urls")),
    path("", include("layers.pages.member.urls")),
    path("", include("layers.pages.orders.urls")),
    path("", include("layers.pages.finding.urls")),
    path("", include("layers.pages.services.urls")),
    # Anyone: whether the process lives, and whether it can work.
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    # Signed in, and only what lies in the person's scope.
    path("", go_home, name="home"),
    path("map/<str:county>/", show_map, name="map"),
    path("list/<str:county>/", list_units, name="unit_list"),
    path("list/<str:county>/unit/<uuid:place>/", show_unit, name="unit"),
    path("list/<str:county>/unit/<uuid:place>/history/", show_history, name="unit_history"),
    path("list/<str:county>/unit/<uuid:place>/card.pdf", print_card, name="card"),
    path("list/<str:county>/unit/<uuid:place>/map.html", take_community_map, name="community_file"),
    path("list/<str:county>/editions/", list_editions, name="editions"),
    path("list/<str:county>/editions/restore/", restore, name="restore_edition"),
    re_path(
        rf"^list/(?P<county>[0-9]{{6}})/register/(?P<table>{'|'.join(TABLES)})$",
        export_register,
        name="register",
    ),
    path("list/<str:county>/building/<int:building>/", show_building, name="building"),
    path("list/<str:county>/suggestions/", list_suggestions, name="suggestion_list"),
    path(
        "list/<str:county>/alternative/<int:alternative>/",
        show_alternative,
        name="alternative_page",
    ),
    path("drafts/<uuid:draft>/", show_desk, name="desk"),
    path("drafts/<uuid:draft>/compare/", compare, name="compare_drafts"),
    path("review/<uuid:draft>/", review, name="review"),
    path("review/<uuid:draft>/verify/", verify, name="verify_draft"),
    path("drafts/<uuid:draft>/copy/", copy, name="copy_draft"),
    path("drafts/<uuid:draft>/carry/", carry, name="carry_draft"),
    path("drafts/<uuid:draft>/thumbnail.svg", show_thumbnail, name="draft_thumbnail"),
    path("drafts/<uuid:draft>/discard/", discard, name="discard_draft"),
    path("drafts/<str:county>/", list_drafts, name="drafts"),
    # Who keeps a county's life-cycles.
    path("lifecycles/", list_lifecycles, name="lifecycles"),
    path("lifecycles/<str:county>/<str:kind>/", keep_lifecycle, name="lifecycle"),
    # Whoever signs in: what they are told by e-mail.
    path("messages/", choose, name="own_messages"),
    # Who keeps a county's messages to people.
    path("outbox/<str:county>/", list_messages, name="outbox"),
    path("outbox/<str:county>/<uuid:message>/again/", again, name="send_again"),
    # Who keeps the interface for other systems.
    path("interface-keys/<str:county>/", keep_keys, name="interface_keys"),
    path("interface-keys/<str:county>/<int:key>/end/", end, name="end_interface_key"),
    # Who has a part in a case.
    path("cases/", show_inbox, name="inbox"),
    path("cases/<uuid:case>/", show_case, name="case"),
    path("cases/<uuid:case>/flow/", show_flow, name="case_flow"),
    path("cases/<uuid:case>/map.html", take_case_map, name="case_file"),
    path("cases/<uuid:case>/packets/", show_packets, name="case_packets"),
    path("cases/<uuid:case>/packets/<uuid:packet>/stop/", stop_packet, name="stop_packet"),
    path("cases/<uuid:case>/packets/<uuid:packet>/<str:name>", download, name="packet_file"),
    path("cases/<uuid:case>/papers/<int:paper>/", send_paper, name="case_paper"),
    path("cases/<uuid:case>/rehoming/", rehome_people, name="case_rehoming"),
    path("cases/<uuid:case>/<str:what>/", act, name="case_act"),
]
