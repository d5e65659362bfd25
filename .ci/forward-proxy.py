"""A forward proxy that takes every host for this machine: forward-proxy.py PORT_FILE LOG.

Writes its port to PORT_FILE, and to LOG a line for each request that a client sent as one sends it to a proxy.
"""

import http.client
import http.server
import pathlib
import sys
import urllib.parse


class Forward(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not url.netloc:
            self.send_error(400, "not a request to a proxy")
            return
        with open(sys.argv[2], "a", encoding="utf-8") as log:
            print(self.path, file=log)
        server = http.client.HTTPConnection("localhost", url.port, timeout=120)
        server.request("POST", url.path, body, {"Content-Type": self.headers["Content-Type"]})
        reply = server.getresponse()
        answer = reply.read()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.getheader("Content-Type"))
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forward)
pathlib.Path(sys.argv[1]).write_text(str(listener.server_port))
listener.serve_forever()
