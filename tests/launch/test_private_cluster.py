import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gis_core.launch import cluster, initdb, postgres
from gis_core.launch.cluster import Cluster


def ask(known: Cluster, statement: str) -> str:
    return initdb.ask(postgres.choose(), known.socket, statement, database=initdb.DATABASE)


def test_the_cluster_offers_postgis_and_listens_to_no_network(running: Cluster) -> None:
    assert ask(running, "SELECT ST_Area('POLYGON((0 0,0 1,1 1,1 0,0 0))'::geometry)") == "1"
    assert ask(running, "SHOW listen_addresses") == ""


def test_only_its_owner_may_enter_the_folder_of_the_socket(running: Cluster) -> None:
    assert Path(running.socket).stat().st_mode & 0o077 == 0


def test_two_starts_at_once_end_with_one_server(running: Cluster) -> None:
    cluster.destroy(Path(running.local))
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(cluster.ensure_cluster, [Path(running.local)] * 2)
    assert first == second
    assert ask(running, "SELECT 1") == "1"


def test_a_killed_server_is_brought_back_with_its_data(running: Cluster) -> None:
    ask(running, "CREATE TABLE kept AS SELECT 7 AS seven")
    ask(running, "CHECKPOINT")
    pid = cluster.postmaster(running)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while cluster.is_ready(running):  # until the kernel has taken it away
        pass
    cluster.ensure_cluster(Path(running.local))
    assert cluster.postmaster(running) != pid
    assert ask(running, "SELECT seven FROM kept") == "7"


def test_a_lock_file_that_names_a_stranger_process_is_a_left_over(running: Cluster) -> None:
    cluster.stop(Path(running.local))
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        lines = [stranger.pid, running.data, 1, initdb.PORT, running.socket, "", "", "ready"]
        for place in (f"{running.data}/postmaster.pid", f"{running.socket}/.s.PGSQL.54399.lock"):
            Path(place).write_text("\n".join(map(str, lines)) + "\n")
        assert not cluster.is_ready(running)
        cluster.ensure_cluster(Path(running.local))
        assert ask(running, "SELECT 1") == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_what_an_interrupted_initdb_left_is_made_again(running: Cluster) -> None:
    cluster.stop(Path(running.local))
    (Path(running.data) / initdb.FINISHED).unlink()
    (Path(running.data) / "base").rename(Path(running.data) / "half")
    cluster.ensure_cluster(Path(running.local))
    assert ask(running, "SELECT 1") == "1"


def test_sessions_of_other_programs_are_counted(running: Cluster) -> None:
    local = Path(running.local)
    assert cluster.other_sessions(local) == 0
    other = subprocess.Popen(
        ["psql", running.url, "-c", "SELECT pg_sleep(600)"], stdout=subprocess.DEVNULL
    )
    try:
        while cluster.other_sessions(local) == 0 and other.poll() is None:
            pass
        assert cluster.other_sessions(local) == 1
    finally:
        other.kill()
        other.wait()
