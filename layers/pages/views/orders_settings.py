"""What a county sets for its orders: the matrix, kinds with their limits, who keeps where."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from communities.territory.models import Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level
from grids.dispatch.models import Category, Keeper, Kind, Responsibility
from grids.dispatch.queries import gaps
from grids.dispatch.services.configuring import change_kind, set_keeper
from grids.dispatch.services.matrix import change_matrix
from grids.staffing.capacities import Part
from layers.api.access import person
from layers.pages.orders.forms import CellForm, KeeperForm, KindForm
from layers.pages.orders.matrix import categories_of, matrix_of
from layers.pages.orders.rooms import OrderRoom, order_room, settings_room
from layers.pages.sending import send


@require_safe
def show_matrix(request: HttpRequest, county: str) -> HttpResponse:
    """Who is responsible for what and where; the gaps; the grids of one community opened."""
    room = order_room(request, county)
    edition = edition_in_force(room.county)
    opened = _key(request.GET.get("open", ""))
    missing = gaps(room.county)
    context = room.context(
        rows=matrix_of(room.county, edition, opened) if edition else [],
        categories=categories_of(room.county),
        opened=opened,
        here="matrix",
        gaps=len(missing),
        gap_categories=sorted({gap.category.name for gap in missing}),
        community=Level.COMMUNITY,
    )
    return render(request, "pages/orders/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_cell(request: HttpRequest, county: str, category: int, place: UUID) -> HttpResponseBase:
    """Say who leads and supports in one category at one place."""
    room = settings_room(request, county)
    what = Category.objects.filter(county=room.county.pk, pk=category).first()
    where = Place.objects.filter(county=room.county.pk, pk=place, abolished=False).first()
    if place == room.county.pk:
        where = Place.objects.get(pk=place)
    if what is None or where is None:
        raise Http404
    form = CellForm(
        request.POST if request.method == "POST" else None,
        initial=_said(what, where),
        room=room,
    )

    def again(status: int = 200) -> HttpResponse:
        context = room.context(form=form, category=what, place=where)
        return render(request, "pages/orders/cell.html", context, status=status)

    def act() -> str:
        said = form.cleaned_data
        change_matrix(
            category=what,
            place=where,
            lead=said["lead"],
            supports=list(said["supports"]),
            person=person(request),
            seen_version=said["version"],
        )
        return reverse("order_matrix", args=[room.county.code])

    return send(form, act, again) if form.is_bound else again()


@require_safe
def list_kinds(request: HttpRequest, county: str) -> HttpResponse:
    """The kinds of orders with their limits and sources."""
    room = order_room(request, county)
    kinds = Kind.objects.filter(county=room.county.pk)
    return render(request, "pages/orders/kinds.html", room.context(kinds=kinds, here="kinds"))


@require_http_methods(["GET", "HEAD", "POST"])
def change_a_kind(request: HttpRequest, county: str, kind: int) -> HttpResponseBase:
    """Change the limits of a kind; clocks that run keep theirs."""
    room = settings_room(request, county)
    found = Kind.objects.filter(county=room.county.pk, pk=kind).first()
    if found is None:
        raise Http404
    names = [name for name in KindForm.base_fields if name != "version"]
    initial = {"version": found.version} | {name: getattr(found, name) for name in names}
    form = KindForm(request.POST if request.method == "POST" else None, initial=initial)

    def again(status: int = 200) -> HttpResponse:
        context = room.context(form=form, kind=found)
        return render(request, "pages/orders/kind.html", context, status=status)

    def act() -> str:
        change_kind(
            kind=found,
            facts=form.facts(),
            person=person(request),
            seen_version=form.cleaned_data["version"],
        )
        return reverse("order_kinds", args=[room.county.code])

    return send(form, act, again) if form.is_bound else again()


@require_http_methods(["GET", "HEAD", "POST"])
def list_keepers(request: HttpRequest, county: str) -> HttpResponseBase:
    """Which county leader keeps which community; each community is sent by itself."""
    room = settings_room(request, county)
    form = KeeperForm(request.POST, room=room) if request.method == "POST" else None

    def again(status: int = 200) -> HttpResponse:
        context = room.context(form=form, rows=_kept(room, form), here="keepers")
        return render(request, "pages/orders/keepers.html", context, status=status)

    def act() -> str:
        said = form.cleaned_data if form else {}
        set_keeper(
            community=said["community"],
            user=said["user"],
            person=person(request),
            seen=said["seen"],
        )
        return reverse("order_keepers", args=[room.county.code])

    return again() if form is None else send(form, act, again)


def _kept(room: OrderRoom, sent: KeeperForm | None) -> list[tuple[Place, KeeperForm]]:
    """Every community with the form of its keeper; what was sent and refused stays written."""
    places = Place.objects.filter(
        county=room.county.pk, level=Level.COMMUNITY, abolished=False
    ).order_by("code")
    keepers = dict(
        Keeper.objects.filter(community__county=room.county.pk).values_list("community", "user")
    )
    found = []
    for place in places:
        user = keepers.get(place.pk)
        if sent is not None and sent.data.get("community") == str(place.pk):
            user = sent.data.get("user")
        said = {"community": place.pk, "user": user, "seen": keepers.get(place.pk, 0)}
        found.append((place, KeeperForm(initial=said, room=room, auto_id=f"keeper-{place.pk}-%s")))
    return found


def _said(category: Category, place: Place) -> dict[str, object]:
    rows = Responsibility.objects.filter(category=category, place=place)
    return {
        "version": category.version,
        "lead": next((row.unit_id for row in rows if row.part == Part.LEAD), None),
        "supports": [row.unit_id for row in rows if row.part == Part.SUPPORT],
    }


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
