"""The county's permission matrix as it was agreed, written apart from the code that keeps it.

One line per action and one column per role: C in the whole county, o in one's own place, - not at
all. Source: the permission document of the county (三权分立: the three administrators see no
business data). What a role may do besides, by person and unit, is with the row of the route.
"""

from gis_core.accounts.roles import Action

TABLE = """
                  SYS SEC AUD DEC REV DSP PLN STM COM GRF GRP UNT OFF DPT VOL
view_map           -   -   -   C   C   C   C   C   C   C   C   C   C   C   C
view_counts        -   -   -   C   C   C   o   o   o   o   -   -   -   -   -
view_draft         -   -   -   -   C   -   o   o   o   -   -   -   -   -   -
edit_draft         -   -   -   -   -   -   o   -   -   -   -   -   -   -   -
import_base_data   -   -   -   -   C   -   o   -   -   -   -   -   -   -   -
view_audit         -   -   C   -   -   -   -   -   -   -   -   -   -   -   -
view_case          -   -   -   C   C   -   o   o   o   -   -   -   -   C   -
comment            -   -   -   C   C   -   o   o   o   o   -   -   -   C   -
submit             -   -   -   -   -   -   -   o   -   -   -   -   -   -   -
confirm            -   -   -   -   -   -   -   -   o   -   -   -   -   -   -
review             -   -   -   -   C   -   -   -   -   -   -   -   -   -   -
legality           -   -   -   -   -   -   -   -   -   -   -   -   -   C   -
notice             -   -   -   -   C   -   -   -   -   -   -   -   -   -   -
decide             -   -   -   C   -   -   -   -   -   -   -   -   -   -   -
activate           -   -   -   -   C   -   -   -   -   -   -   -   -   -   -
configure          C   -   -   -   -   -   -   -   -   -   -   -   -   -   -
view_staff         -   -   -   C   C   C   C   C   C   C   C   C   C   C   C
view_phone         -   -   -   -   -   C   -   o   o   o   o   o   o   -   -
assign_staff       -   -   -   -   C   -   -   o   -   -   -   -   -   -   -
assign_own         -   -   -   -   -   -   -   -   -   -   -   C   C   -   -
propose_staff      -   -   -   -   -   -   -   -   o   -   -   -   -   -   -
grant_account      -   C   -   -   -   -   -   -   -   -   -   -   -   -   -
export_staff       -   -   -   -   C   -   -   o   -   -   -   -   -   -   -
view_correction    -   -   -   -   C   -   o   o   o   -   -   -   -   -   -
answer_correction  -   -   -   -   -   -   o   -   -   -   -   -   -   -   -
raise_order        -   -   -   -   -   C   -   o   o   o   -   -   o   -   -
view_order         -   -   -   -   -   C   -   o   o   o   -   -   -   -   -
handle_order       -   -   -   -   -   -   -   C   C   C   -   C   C   C   -
arbitrate_order    -   -   -   -   -   C   -   -   -   -   -   -   -   -   -
verify_order       -   -   -   -   -   -   -   o   o   -   -   -   -   -   -
configure_dispatch -   -   -   -   -   C   -   -   -   -   -   -   -   -   -
keep_outbox        C   -   -   -   -   C   -   -   -   -   -   -   -   -   -
keep_keys          C   -   -   -   -   -   -   -   -   -   -   -   -   -   -
edit_services      -   -   -   -   C   -   -   o   o   -   -   -   -   -   -
"""


def _read(table: str) -> dict[str, dict[str, str]]:
    head, *lines = [line.split() for line in table.strip().splitlines()]
    return {action: dict(zip(head, marks, strict=True)) for action, *marks in lines}


MATRIX = _read(TABLE)
ROLES = list(MATRIX["view_map"])


def roles_of(action: Action, marks: str = "Co") -> set[str]:
    """The roles whose column has one of these marks."""
    return {role for role, mark in MATRIX[action.value].items() if mark in marks}
