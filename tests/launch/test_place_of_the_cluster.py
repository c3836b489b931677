import json
import os
from dataclasses import asdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from gis_core.launch import cluster, initdb
from gis_core.launch.trouble import Trouble


def test_a_folder_with_a_long_chinese_path_gets_a_short_socket(tmp_path: Path) -> None:
    local = tmp_path / "网格规划" / "很长的文件夹名称" / ("x" * 60)
    socket = cluster.plan(local).socket
    assert len(f"{socket}/.s.PGSQL.{initdb.PORT}".encode()) <= cluster.LONGEST_SOCKET_PATH
    assert not socket.startswith(str(tmp_path))


def test_two_folders_with_long_paths_do_not_share_a_socket(tmp_path: Path) -> None:
    one, other = (cluster.plan(tmp_path / ("x" * 100) / name).socket for name in "ab")
    assert one != other


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_keeps_the_data_where_the_server_can_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    planned = cluster.plan(tmp_path / "local")
    assert planned.data.startswith("/var/lib/postgresql/")
    assert planned.user == "postgres"


def test_the_address_is_known_before_anything_is_made(tmp_path: Path) -> None:
    address = urlsplit(cluster.local_database_url(tmp_path / "local"))
    assert unquote(address.netloc).startswith("wangge@/")
    assert not (tmp_path / "local").exists()


def test_a_copied_folder_does_not_use_the_cluster_of_the_original(tmp_path: Path) -> None:
    original = cluster.plan(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "cluster.json").write_text(json.dumps(asdict(original)))
    assert cluster.remembered(tmp_path / "b") is None


def test_a_socket_folder_made_by_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "real")
    with pytest.raises(Trouble, match="属于别的用户"):
        initdb.make_folder(str(tmp_path / "socket"), None)
