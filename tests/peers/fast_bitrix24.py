"""fast_bitrix24, a client for Python that is widely used, against the fake portal."""

import asyncio
import sys
from functools import partial

# This file bears the client's name: were its folder first on the path, it would find itself.
sys.path.append(sys.path.pop(0))

import aiohttp
from fast_bitrix24 import BitrixAsync

import portal as mock
from portal import CODE, DEALS, LINES, ROWS, same

step = partial(mock.step, "fast_bitrix24")
portal = mock.Portal()
handler = mock.Handler()
application = portal.application


class Tokens:
    """The client knows no authorization server; it asks a function for a token when it has none or when one is refused.
    This is that function: it gives what the portal gave, and from then on refreshes."""

    def __init__(self):
        self.pair = None

    async def __call__(self):
        if self.pair is None:
            self.pair = application
            return self.pair["access_token"]
        form = {
            "grant_type": "refresh_token",
            "client_id": application["client_id"],
            "client_secret": application["client_secret"],
            "refresh_token": self.pair["refresh_token"],
        }
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            async with session.post(application["token_url"], data=form) as answer:
                self.pair = await answer.json()
        return self.pair["access_token"]


async def token():
    return await tokens()


tokens = Tokens()
client = BitrixAsync(application["client_endpoint"], token_func=token, verbose=False)
webhook = BitrixAsync(application["webhook"], verbose=False)


async def main():
    with step("install") as say:
        portal.forget()
        action = {
            "CODE": CODE,
            "HANDLER": handler.url,
            "NAME": "Peer",
            "USE_SUBSCRIPTION": "Y",
            "PROPERTIES": {"who": {"Name": "Who", "Type": "string", "Required": "N"}},
        }
        same(await client.call("bizproc.activity.add", action), True, "the answer")
        mock.installed(portal, handler)
        say.append("bizproc.activity.add ran once, in a batch as all of the client's calls")

    with step("list") as say:
        portal.forget()
        same(CODE in await client.get_all("bizproc.activity.list"), True, "whether it is listed")
        same(len(portal.ran("bizproc.activity.list")), 1, "calls")
        say.append("bizproc.activity.list has the action")

    with step("log") as say:
        event_token = mock.event_token(portal, handler)
        portal.forget()
        calls = [{"EVENT_TOKEN": event_token, "LOG_MESSAGE": line} for line in LINES]
        # Batches are sent at once otherwise, and the client promises no order then.
        with client.slow():
            answers = await client.call("bizproc.activity.log", calls)
        same(list(answers), [True] * len(LINES), "the answers")
        same(portal.requests("batch"), 3, "batches")
        same(len(portal.ran("bizproc.activity.log")), len(LINES), "calls")
        same(portal.log(event_token), LINES, "the log")
        say.append("150 lines in 3 batches, in order with slow()")

    with step("pages") as say:
        portal.post("/mock/rows", method=DEALS, count=ROWS)
        portal.forget()
        rows = await client.get_all(DEALS)
        same(sorted(int(row["ID"]) for row in rows), [*range(1, ROWS + 1)], "the rows of get_all")
        same((len(portal.ran(DEALS)), portal.requests("batch")), (200, 4), "pages and batches")
        say.append("10,000 rows by get_all, which promises no order, 200 pages in 5 requests")

    with step("webhook") as say:
        portal.forget()
        rows = await webhook.get_all(DEALS)
        same(sorted(int(row["ID"]) for row in rows), [*range(1, ROWS + 1)], "the rows of get_all")
        same({call["application"] for call in portal.ran(DEALS)}, {None}, "the application")
        say.append(f"10,000 rows by get_all, {len(portal.get('/mock/received'))} requests")

    with step("refresh") as say:
        portal.post("/mock/tokens", expire=True)
        portal.forget()
        before = tokens.pair
        same(CODE in await client.get_all("bizproc.activity.list"), True, "whether it is listed")
        same(portal.refreshes(), [200], "refreshes")
        same(len(portal.ran("bizproc.activity.list")), 1, "calls")
        same(tokens.pair["access_token"] != before["access_token"], True, "whether the token is new")
        say.append("the client has no refresh of its own; it asked the script's function once, and the call ran once")


asyncio.run(main())
