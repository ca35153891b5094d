#!/usr/bin/env bash
# Sales Desk house: `scripts/house.sh COMMAND …`.
# Only finds (or installs) a Python to run the typed package scripts/house with.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

install_python() {
    command -v apt-get >/dev/null 2>&1 || {
        echo "house: no Python 3.11 or newer here and no apt: install python3 and python3-venv" >&2
        exit 1
    }
    local sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    echo "house: installing python3" >&2
    "${sudo[@]}" apt-get -qq update >&2 || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y --no-install-recommends install python3 python3-venv >&2
}

python=$(find_python) || { install_python && python=$(find_python); } || {
    echo "house: no Python 3.11 or newer could be found" >&2
    exit 1
}
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
exec "$python" -m house "$@"
