# Sourced by ./run and ./check: what must happen before Python exists. Everything else is
# in gis_core/launch: a Python >= 3.11 is found or installed, and .venv is made with it.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
export PYTHONUTF8=1

trouble() {  # 中文, English, the command that mends it
    echo "✗ $1 ／ $2 → $3" >&2
    exit 1
}

usable() {
    "$1" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
        >/dev/null 2>&1
}

find_python() {
    local name
    for name in python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.14; do
        if usable "$name"; then command -v "$name" && return; fi
    done
    return 1
}

install_python() {
    local packages=python3-venv again="./${0##*/}" admin=() said
    if [ -x /usr/bin/python3 ] && ! /usr/bin/python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        packages=python3.11-venv  # Ubuntu 22.04 keeps a newer one beside its own 3.10
    fi
    local mend="apt-get install -y --no-install-recommends $packages"
    command -v apt-get >/dev/null || trouble "需要 Python 3.11–3.14（含 venv），本机没有 apt" \
        "Python 3.11-3.14 with venv is needed, and this machine has no apt" "https://www.python.org/downloads/"
    if [ "$(id -u)" != 0 ]; then
        admin=(sudo)
        { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; } ||
            trouble "缺少 Python 3.11（含 venv），而本用户没有管理员权限" \
                "Python 3.11 with venv is missing and this user may not install it" "sudo $mend postgresql-postgis nodejs npm && $again"
    fi
    echo "  安装系统软件包 installing $packages …"
    said=$("${admin[@]}" apt-get update -qq 2>&1 || true  # one dead source of many is no reason to stop
        "${admin[@]}" env DEBIAN_FRONTEND=noninteractive $mend -qq 2>&1) || explain_apt "$said" "${admin[*]} $mend && $again"
    find_python >/dev/null || trouble "本系统的 Python 低于 3.11" "the Python of this system is older than 3.11" \
        "请用 use Debian >= 12, Ubuntu >= 22.04, Docker (docker/compose.yaml)"
}

explain_apt() {  # what apt said, the command to try again
    case $1 in
    *"No space left"*) trouble "磁盘已满" "no space left on the disk" "df -h /  # 释放空间后 free some space, then: $2" ;;
    *resolving* | *"Could not connect"* | *"Unable to connect"* | *unreachable*)
        trouble "安装系统软件包失败：没有网络" "apt cannot reach its sources: no network" "$2" ;;
    *) trouble "安装系统软件包失败：${1##*$'\n'}" "apt failed" "$2" ;;
    esac
}

make_venv() {
    local python said again="./${0##*/}"
    [ -w . ] || trouble "没有写入 $PWD 的权限" "this folder is not writable by this user" \
        "cp -r '$PWD' ~/wangge && cd ~/wangge && $again"
    python=$(find_python) || { install_python; python=$(find_python); }
    said=$(mkdir -p .local 2>&1 &&
        flock .local/venv.lock bash -c "{ $works; } || '$python' -m venv --clear .venv" 2>&1) ||
        case $said in
        *"No space left"*) trouble "磁盘已满" "no space left on the disk" "df -h .  # 释放空间后再运行 free some space, then $again" ;;
        *) trouble "虚拟环境 .venv 建立失败：${said##*$'\n'}" "no virtual environment could be made" "rm -rf .venv && $again" ;;
        esac
}

# pip is the last thing a venv gets; a copied or outdated one may point to a Python that is gone
works='.venv/bin/python -c "" 2>/dev/null && [ -x .venv/bin/pip ]'
bash -c "$works" || make_venv
