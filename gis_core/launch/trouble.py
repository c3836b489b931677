"""What cannot be done, said in one line with the command that mends it."""

import errno
import os


class Trouble(Exception):  # it is shown to people, who meet trouble, not errors
    """A stop that the person at the keyboard can mend; `mend` is a command to type."""

    def __init__(self, zh: str, en: str, *, mend: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en
        self.mend = mend

    def __str__(self) -> str:
        mend = self.mend if os.geteuid() else self.mend.replace("sudo ", "")
        return " ".join(f"✗ {self.zh} ／ {self.en} → {mend}".split())


def from_os_error(error: OSError) -> Trouble:
    """The trouble behind a failed system call: a full disk, a folder that is read-only, ..."""
    place = str(error.filename or ".")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return not_writable(place)
    return Trouble(
        f"系统拒绝了操作：{error}",
        f"the system refused: {error}",
        mend="./run --help",
    )


def disk_full(place: str) -> Trouble:
    return Trouble(
        f"磁盘已满（{place}）",
        f"no space left on the disk of {place}",
        mend="df -h . /tmp  # 释放空间后再运行 free some space, then ./run",
    )


def not_writable(place: str) -> Trouble:
    return Trouble(
        f"没有写入 {place} 的权限",
        f"{place} is not writable by this user",
        mend='cp -r . ~/wangge && cd ~/wangge && ./run  # 或 or: sudo chown -R "$USER" .',
    )
