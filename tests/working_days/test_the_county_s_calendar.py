from datetime import date

from communities.working_days.queries import calendar_of
from communities.working_days.services import set_special_days
from communities.working_days.written import read_days
from tests.world import World, make_world


def test_a_county_s_days_replace_those_of_the_same_year_only(world: World) -> None:
    other = make_world("629932")
    set_special_days(county=world.county, year=2026, days=read_days("2026-10-01 休", 2026))
    set_special_days(county=world.county, year=2027, days=read_days("2027-01-01 休", 2027))
    set_special_days(county=world.county, year=2026, days=read_days("2026-10-10 班", 2026))
    calendar = calendar_of(world.county)
    assert calendar.works(date(2026, 10, 1))
    assert calendar.works(date(2026, 10, 10))
    assert not calendar.works(date(2027, 1, 1))
    assert calendar_of(other.county).works(date(2027, 1, 1))
