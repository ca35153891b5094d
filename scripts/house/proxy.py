# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""nginx in front of a multi-process Odoo: pages to the workers, websockets to the gevent port."""

import os
import shutil
import subprocess
from pathlib import Path

from house.paths import HouseError, is_plain, shared_base, write_atomic
from house.system import ensure_packages, find_program

SITE = """\
daemon off;
pid "{folder}/nginx.pid";
error_log "{folder}/error.log" warn;
worker_processes 1;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    server_tokens off;
    client_max_body_size 200m;
    client_body_temp_path "{folder}/body";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
    upstream odoo {{ server 127.0.0.1:{http_port}; }}
    upstream odoo_gevent {{ server 127.0.0.1:{gevent_port}; }}
    server {{
        listen {listen};
        proxy_read_timeout 720s;
        proxy_connect_timeout 720s;
        proxy_send_timeout 720s;
        proxy_http_version 1.1;
        proxy_redirect off;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Real-IP $remote_addr;
        # None of these inside a location: one there, and all of the above are gone.
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        location /websocket {{ proxy_pass http://odoo_gevent; }}
        location / {{ proxy_pass http://odoo; }}
    }}
}}
"""


def site(folder: Path, interface: str, port: int, http_port: int, gevent_port: int) -> str:
    """The configuration; as root the worker stays root, because it owns nothing else here."""
    host = f"[{interface}]" if ":" in interface else interface
    return SITE.format(
        folder=folder,
        user="user root;" if os.getuid() == 0 else "",
        listen=f"{host}:{port}",
        http_port=http_port,
        gevent_port=gevent_port,
    )


def start(
    folder: Path, interface: str, port: int, http_port: int, gevent_port: int
) -> subprocess.Popen[bytes]:
    """Start nginx in the foreground of a process of its own."""
    ensure_packages("nginx-light")
    program = find_program("nginx")
    if not program:
        raise HouseError("nginx is not installed: run make setup")
    if not is_plain(folder):
        folder = shared_base() / "nginx"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    file = folder / "nginx.conf"
    write_atomic(file, site(folder, interface, port, http_port, gevent_port))
    command = [program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(file)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    if tried.returncode:
        raise HouseError(f"nginx refuses its configuration:\n{tried.stderr[-1000:]}")
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
