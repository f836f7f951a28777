"""The fake portal as the scripts see it: its control endpoints, a handler for its workflows, and what is checked.

`cargo xtask peers` starts the portal and says by the environment variable BITRIX24_MOCK where it is.
"""

import json
import os
import threading
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CODE = "peer_action"
LINES = [f"Line {number}: 100 % + ½ of [it] & a=b?" for number in range(150)]
ROWS = 10_000
DEALS = "crm.deal.list"


class Portal:
    """The control endpoints. They speak plain http, and none of the clients is involved."""

    def __init__(self):
        self.address = os.environ["BITRIX24_MOCK"]
        self.application = self.get("/mock/application")

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, **words):
        return self._ask("POST", path, json.dumps(words).encode())

    def forget(self):
        """Empties the record, so that what follows is all that is in it."""
        self._ask("DELETE", "/mock/executed")

    def ran(self, method):
        """The calls of a method that ran; that none of them failed is checked here."""
        calls = self.get(f"/mock/executed?method={method}")
        same([call["error"] for call in calls if call["error"]], [], f"errors of {method}")
        return calls

    def requests(self, method):
        """How many requests there were of a method, as opposed to calls inside of a batch."""
        return sum(received["method"] == method for received in self.get("/mock/received"))

    def refreshes(self):
        """The statuses with which the authorization server answered."""
        received = self.get("/mock/received")
        return [request["status"] for request in received if request["path"].startswith("/oauth/token")]

    def log(self, event_token):
        return [line["text"] for line in self.get("/mock/log") if line["event_token"] == event_token]

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(self.address + path, data=body, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return json.load(answer)


class Handler:
    """A server that the portal's workflows post to, as an application has one."""

    def __init__(self):
        self.forms = forms = []

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                forms.append(dict(urllib.parse.parse_qsl(body, keep_blank_values=True)))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/handler"


def installed(portal, handler):
    """Checks that the action was installed once, as it was meant."""
    calls = portal.ran("bizproc.activity.add")
    same(len(calls), 1, "installations")
    same(calls[0]["application"], portal.application["client_id"], "the application")
    parameters = calls[0]["parameters"]
    same((parameters["CODE"], parameters["HANDLER"]), (CODE, handler.url), "what was installed")


def event_token(portal, handler):
    """Lets a workflow reach the action, and gives the token that the handler was sent."""
    run = portal.post("/mock/run", code=CODE, properties={"who": "Ann & Bob"})
    same(run["status"], 200, "the handler's status")
    form = handler.forms[-1]
    same(form["properties[who]"], "Ann & Bob", "what the handler was sent")
    same(form["event_token"], run["event_token"], "the event token")
    return form["event_token"]


def same(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what}: {shown(found)} in place of {shown(wanted)}")


def shown(value):
    text = repr(value)
    return text if len(text) < 200 else f"{text[:200]} …"


@contextmanager
def step(peer, name):
    """A step: one line, whether it works or not. The list takes remarks for that line."""
    remarks = []
    try:
        yield remarks
    except BaseException as error:
        print(f"{peer:<14} {name:<8} FAILED: {type(error).__name__}: {error}", flush=True)
        raise
    print(f"{peer:<14} {name:<8} {'; '.join(remarks)}", flush=True)
