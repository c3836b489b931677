"""One script a peer, run by an interpreter that holds the peer and nothing of ours.

python -m tests.bench.engine.players.NAME INSTANCE.json ANSWERS.jsonl CPU_SECONDS
"""
