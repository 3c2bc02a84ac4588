"""The local servers: nginx for pages that stand in files, a small one that waits before it answers."""
import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time

CONFIGURATION = """
worker_processes 1;
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  default_type application/json;
  sendfile on;
  keepalive_requests 10000000;
  client_body_temp_path {work}/nginx-body;
  proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-fastcgi;
  uwsgi_temp_path {work}/nginx-uwsgi;
  scgi_temp_path {work}/nginx-scgi;
  map $arg_cursor $token {{ default $arg_cursor; "" first; }}
  server {{
    listen 127.0.0.1:{port};
    root {work}/pages;
    location = /token {{ try_files /token/$token.json =404; }}
    location = /packed {{ gzip_static always; rewrite ^ /packed/$arg_page.json break; }}
    location = /days {{ try_files /days/$arg_since.json =404; }}
    location = /partition {{ try_files /partition/$arg_page.json =404; }}
    location /partition/of/ {{ try_files /partition/child.json =404; }}
    location ~ ^/(small|feed|wide|tiny|pretty)$ {{ try_files /$1/$arg_page.json =404; }}
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit("A server of the benchmark did not start; see its log in the work directory.")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("A server of the benchmark does not answer.")


class Servers:
    def __init__(self, work):
        self.port = free_port()
        self.slow_port = free_port()
        configuration = os.path.join(work, "nginx.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION.format(work=work, port=self.port))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.nginx = subprocess.Popen([nginx, "-c", configuration], stderr=open(os.path.join(work, "nginx.start.log"), "w"))
        self.slow = subprocess.Popen([sys.executable, os.path.abspath(__file__), str(self.slow_port)])
        wait_for(self.port, self.nginx)
        wait_for(self.slow_port, self.slow)

    def stop(self):
        for process in (self.nginx, self.slow):
            process.terminate()
            process.wait()


LATENCY = 0.05
SLOW_PAGES = 10


async def answer_slowly(reader, writer):
    """Waits, then answers `?page=N` with ten records; the page after the last is empty."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            await asyncio.sleep(LATENCY)
            target = head.split(" ", 2)[1]
            page = int(target.split("page=")[1].split("&")[0]) if "page=" in target else 1
            records = ",".join(f'{{"id":{page * 10 + place}}}' for place in range(10)) if page <= SLOW_PAGES else ""
            body = f'{{"data":[{records}]}}'
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def serve_slowly(port):
    server = await asyncio.start_server(answer_slowly, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(serve_slowly(int(sys.argv[1])))
    except KeyboardInterrupt:
        pass
