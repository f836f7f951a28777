"""b24pysdk, the official client for Python, against the fake portal."""

import os
import socket
import sys
from datetime import datetime, timezone
from functools import partial

# This file bears the client's name: were its folder first on the path, it would find itself.
sys.path.append(sys.path.pop(0))

from b24pysdk import BitrixApp, BitrixToken, BitrixWebhook, Client

import portal as mock
from portal import CODE, DEALS, LINES, ROWS, same

step = partial(mock.step, "b24pysdk")

# The authorization server's address is a constant of the client. As /etc/hosts would, this leads it to the portal.
AUTHORIZATION = "oauth.bitrix24.tech"
resolve = socket.getaddrinfo


def resolved(host, port, *arguments, **options):
    if host == AUTHORIZATION:
        host, port = os.environ["BITRIX24_MOCK_HTTPS"].removeprefix("https://").split(":")
    return resolve(host, port, *arguments, **options)


socket.getaddrinfo = resolved

portal = mock.Portal()
handler = mock.Handler()
application = portal.application
token = BitrixToken(
    domain=application["domain"],
    auth_token=application["access_token"],
    refresh_token=application["refresh_token"],
    expires=datetime.fromtimestamp(application["expires"], tz=timezone.utc),
    expires_in=application["expires_in"],
    bitrix_app=BitrixApp(client_id=application["client_id"], client_secret=application["client_secret"]),
)
client = Client(token)

with step("install") as say:
    portal.forget()
    properties = {"who": {"Name": "Who", "Type": "string", "Required": "N"}}
    added = client.bizproc.activity.add(CODE, handler.url, "Peer", use_subscription=True, properties=properties)
    same(added.result, True, "the answer")
    mock.installed(portal, handler)
    say.append("bizproc.activity.add ran once, for the application")

with step("list") as say:
    portal.forget()
    same(CODE in client.bizproc.activity.list().result, True, "whether it is listed")
    same(len(portal.ran("bizproc.activity.list")), 1, "calls")
    say.append("bizproc.activity.list has the action")

with step("log") as say:
    event_token = mock.event_token(portal, handler)
    portal.forget()
    requests = [client.bizproc.activity.log(event_token, line) for line in LINES]
    answers = client.call_batches(requests, halt=True).result
    same([*answers.result_error], [], "errors")
    same(portal.requests("batch"), 3, "batches")
    same(len(portal.ran("bizproc.activity.log")), len(LINES), "calls")
    same(portal.log(event_token), LINES, "the log")
    say.append("150 lines in 3 batches, in order")

with step("pages") as say:
    portal.post("/mock/rows", method=DEALS, count=ROWS)
    portal.forget()
    rows = client.crm.deal.list(order={"ID": "ASC"}).as_list().result
    same([int(row["ID"]) for row in rows], [*range(1, ROWS + 1)], "the rows of as_list")
    same((len(portal.ran(DEALS)), portal.requests("batch")), (200, 4), "pages and batches")
    say.append("10,000 rows in order by as_list, 200 pages in 5 requests")

with step("webhook") as say:
    portal.forget()
    code = "/".join(application["webhook"].rstrip("/").split("/")[-2:])
    webhook = Client(BitrixWebhook(domain=application["domain"], webhook_token=code))
    rows = webhook.crm.deal.list().as_list_fast().result
    same([int(row["ID"]) for row in rows], [*range(1, ROWS + 1)], "the rows of as_list_fast")
    same({call["application"] for call in portal.ran(DEALS)}, {None}, "the application")
    say.append(f"10,000 rows in order by as_list_fast, {len(portal.get('/mock/received'))} requests")

with step("refresh") as say:
    portal.post("/mock/tokens", expire=True)
    portal.forget()
    before = (token.auth_token, token.refresh_token)
    same(CODE in client.bizproc.activity.list().result, True, "whether it is listed")
    same(portal.refreshes(), [200], "refreshes")
    same(len(portal.ran("bizproc.activity.list")), 1, "calls")
    same(token.auth_token != before[0] and token.refresh_token != before[1], True, "whether both tokens are new")
    say.append("one refresh, and the call ran once")
