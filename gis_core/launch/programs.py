"""Running other programs: output to a log, a failure turned into one line that helps."""

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from gis_core.launch.places import ROOT, log_file
from gis_core.launch.trouble import Trouble, disk_full

NO_NETWORK = re.compile(
    r"name resolution|[Cc]ould not resolve (host|')|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|"
    r"ETIMEDOUT|Network is unreachable|Connection refused|ConnectTimeout|NewConnectionError|"
    r"Temporary failure|Unable to connect|Could not connect|ENETUNREACH|No route to host"
)
NOT_TRUSTED = re.compile(
    r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|SELF_SIGNED_CERT|"
    r"UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE"
)
NAMES_AN_ERROR = re.compile(r"[\w.]*(error|Error|ERROR|ERR!)\b")
NO_SPACE = re.compile(r"No space left on device|ENOSPC|Disk quota exceeded")


def stop_on_signals() -> None:
    """Let a request to end do what Ctrl-C does; one that nohup has ignored stays ignored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def run_logged(
    command: Sequence[str],
    *,
    log: str,
    purpose: tuple[str, str],
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end, all it says kept in `log`; what it answered (its stdout).

    `purpose` names the step, Chinese and English, in the trouble raised when it fails.
    Whatever stops us stops the program with all its children.
    """
    path = log_file(log)
    with path.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,
        )
        try:
            answer, _ = process.communicate()
        except BaseException:
            end_group(process)
            raise
    with path.open("ab") as said:
        said.write(answer)
    if process.returncode:
        raise explain(path.read_text(errors="replace"), path, purpose)
    return answer.decode(errors="replace")


def end_group(process: subprocess.Popen[bytes], seconds: float = 10.0) -> None:
    """End a program started in its own session, and its children; by force if it lingers."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(seconds)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def explain(output: str, log: Path, purpose: tuple[str, str]) -> Trouble:
    """The trouble behind a failed program, from what it said."""
    zh, en = purpose
    if NO_SPACE.search(output):
        return disk_full(str(ROOT))
    if "OperationalError" in output:
        return Trouble(
            f"{zh}失败：数据库连不上。{last_line(output)}",
            f"{en} failed: the database does not answer",
            mend='psql "$DATABASE_URL" -c "SELECT 1"',
        )
    if NOT_TRUSTED.search(output):
        return Trouble(
            f"{zh}失败：不信任下载站点的证书（单位网络的代理？）",
            f"{en} failed: the certificate of the download site is not trusted (a proxy?)",
            mend="export PIP_CERT=/证书/ca.pem NODE_EXTRA_CA_CERTS=/证书/ca.pem && ./run",
        )
    if NO_NETWORK.search(output):
        return Trouble(
            f"{zh}失败：没有网络",
            f"{en} failed: no network",
            mend="连上网络或设置 connect, or set https_proxy; then ./run",
        )
    return Trouble(
        f"{zh}失败：{last_line(output)}",
        f"{en} failed",
        mend=f"tail -n 40 '{log}'",
    )


def last_line(output: str) -> str:
    """The last line that names an error, else the last that says anything; shortened."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    named = [line for line in lines if NAMES_AN_ERROR.match(line)]
    return (named or lines or ["没有输出 no output"])[-1][-300:]
