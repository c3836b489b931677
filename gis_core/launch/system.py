"""What must come from the system, found by what it can do, and brought by apt when missing."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from gis_core.launch import postgres
from gis_core.launch.places import log_file
from gis_core.launch.programs import explain
from gis_core.launch.trouble import Trouble

OLDEST_NODE = 18
LAYOUT = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0")


@dataclass(frozen=True)
class Capability:
    """Something the system must be able to do, and the packages that bring it.

    `elsewhere` is where to get it when the release's own packages are too old.
    """

    zh: str
    en: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]
    elsewhere: str


def has_postgis() -> bool:
    """PostgreSQL with PostGIS, in a version we can use."""
    return bool(postgres.installed())


def has_node() -> bool:
    """A node that is new enough, and npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)  # noqa: S607
    version = re.match(r"v(\d+)", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


def has_chromium() -> bool:
    """A browser that can be driven without a screen."""
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


def has_chinese_font() -> bool:
    """A font with Chinese characters; without one the browser draws boxes."""
    return bool(shutil.which("fc-list") and _output("fc-list", ":lang=zh-cn"))


def has_text_layout() -> bool:
    """The libraries that lay out the text of a PDF."""
    try:
        return bool([ctypes.CDLL(name) for name in LAYOUT])
    except OSError:
        return False


POSTGIS = Capability(
    "带 PostGIS 的 PostgreSQL",
    "PostgreSQL with PostGIS",
    (postgres.PACKAGE,),
    has_postgis,
    "https://wiki.postgresql.org/wiki/Apt",
)
NODE = Capability(
    f"Node.js（{OLDEST_NODE} 以上）和 npm",
    f"Node.js >= {OLDEST_NODE} with npm",
    ("nodejs", "npm"),
    has_node,
    "https://nodejs.org/en/download",
)
CHROMIUM = Capability(
    "Chromium 浏览器", "Chromium", ("chromium",), has_chromium, "sudo snap install chromium"
)
FONT = Capability(
    "中文字体",
    "a Chinese font",
    ("fontconfig", "fonts-noto-cjk"),
    has_chinese_font,
    "https://github.com/notofonts/noto-cjk",
)
TEXT_LAYOUT = Capability(
    "PDF 排版库 Pango",
    "Pango, which lays out PDF files",
    ("libpango-1.0-0", "libpangoft2-1.0-0"),
    has_text_layout,
    "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html",
)
PAPERS = (TEXT_LAYOUT, FONT)  # what the papers of a case are printed with


def provide(capabilities: Iterable[Capability]) -> list[str]:
    """Install what is missing; the packages that were installed.

    Raises Trouble where this user may not install, or the system has no apt.
    """
    missing = [each for each in capabilities if not each.is_there()]
    if not missing:
        return []
    packages = [name for each in missing for name in each.packages]
    rights = _rights(missing, packages)
    print(f"  安装系统软件包 installing {' '.join(packages)} …", flush=True)
    with _without_a_system_cluster(rights):
        with suppress(Trouble):  # one dead source of many is no reason to stop
            _apt(rights, "update", "-qq")
        _apt(rights, "install", "-y", "-qq", "--no-install-recommends", *_known(packages))
    for each in missing:
        if not each.is_there():
            raise _not_served(each)
    return packages


def _rights(missing: list[Capability], packages: list[str]) -> list[str]:
    """How to become root: not at all, or by sudo."""
    zh = "、".join(each.zh for each in missing)
    en = ", ".join(each.en for each in missing)
    if not shutil.which("apt-get"):
        raise Trouble(
            f"缺少{zh}，而本机没有 apt，请自行安装",
            f"{en} missing, and this system has no apt: install by its own means",
            mend="docker compose -f docker/compose.yaml up",
        )
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and (sys.stdin.isatty() or _may_sudo()):
        return ["sudo"]
    raise Trouble(
        f"缺少{zh}，而本用户没有管理员权限",
        f"{en} missing, and this user may not install",
        mend=f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}",
    )


def _may_sudo() -> bool:
    answer = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)  # noqa: S607
    return answer.returncode == 0


def _apt(rights: list[str], *arguments: str) -> None:
    """Run apt-get in the foreground, since sudo may ask for a password."""
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    command = [*rights, *environment, "apt-get", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # noqa: S603
    output = done.stdout.decode(errors="replace")
    if done.returncode:
        log_file("apt").write_text(output)
        raise explain(output, log_file("apt"), ("安装系统软件包", "apt-get"))


@contextmanager
def _without_a_system_cluster(rights: list[str]) -> Iterator[None]:
    """Keep a first PostgreSQL package from making and starting a server of its own on 5432."""
    if Path("/etc/postgresql-common").exists():
        yield
        return
    wish = "/etc/postgresql-common/createcluster.d/wangge.conf"
    make = f"mkdir -p {Path(wish).parent} && echo create_main_cluster = false > {wish}"
    subprocess.run([*rights, "sh", "-c", make], check=True)  # noqa: S603
    try:
        yield
    finally:
        subprocess.run([*rights, "rm", "-f", wish], check=False)  # noqa: S603


def _known(packages: list[str]) -> list[str]:
    """The packages under the names this release gives them."""
    if postgres.PACKAGE not in packages or _output("apt-cache", "show", postgres.PACKAGE):
        return packages
    found = _output("apt-cache", "search", "--names-only", r"^postgresql-[0-9]+-postgis-3$")
    newest = sorted(line.split()[0] for line in found.splitlines())[-1:]
    return [*(name for name in packages if name != postgres.PACKAGE), *newest]


def _not_served(capability: Capability) -> Trouble:
    return Trouble(
        f"系统软件源提供的版本不满足：{capability.zh}",
        f"this release does not offer {capability.en} in a usable version",
        mend=f"{capability.elsewhere}  # 或 or: docker compose -f docker/compose.yaml up",
    )


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
