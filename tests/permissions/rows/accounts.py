"""Signing in and out, for anyone; one's second factor and language."""

from tests.permissions.row import ANYONE, SIGNED_IN, reads, sends

ROWS = [
    reads("sign_in", SIGNED_IN, yes=302, others={"nobody": 200}),  # who is in is sent on
    sends("sign_in", SIGNED_IN, others={"nobody": 200}, body={"username": "x", "password": "y"}),
    reads("set_language", ANYONE, yes=302),
    sends("set_language", ANYONE, body={"language": "en"}),
    reads("second_factor", SIGNED_IN),
    sends("second_factor", SIGNED_IN, yes=422, body={"password": "no", "code": "1"}),
    reads("own_messages", SIGNED_IN),
    sends("own_messages", SIGNED_IN, body={"email": "me@example.cn", "kinds": ["case"]}),
    sends("sign_out", SIGNED_IN),
]
