// @bitrix24/b24jssdk, the official client for JavaScript, against the fake portal.

import { createServer } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { B24Hook, B24OAuth, ParamsFactory } from "@bitrix24/b24jssdk";

const CODE = "peer_action";
const LINES = Array.from({ length: 150 }, (_, number) => `Line ${number}: 100 % + ½ of [it] & a=b?`);
const ROWS = 10_000;
const DEALS = "crm.deal.list";
const IDS = Array.from({ length: ROWS }, (_, number) => number + 1);

// The control endpoints of the portal. They speak plain http, and the client is not involved.

async function ask(method, path, words) {
  const body = words && JSON.stringify(words);
  const answer = await fetch(process.env.BITRIX24_MOCK + path, { method, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

// Empties the record, so that what follows is all that is in it.
const forget = () => ask("DELETE", "/mock/executed");
const received = () => ask("GET", "/mock/received");
const requests = async (method) => (await received()).filter((request) => request.method === method).length;

// The calls of a method that ran; that none of them failed is checked here.
async function ran(method) {
  const calls = await ask("GET", `/mock/executed?method=${method}`);
  same(calls.map((call) => call.error).filter(Boolean), [], `errors of ${method}`);
  return calls;
}

function same(found, wanted, what) {
  const shown = (value) => JSON.stringify(value)?.slice(0, 200);
  if (!isDeepStrictEqual(found, wanted)) throw new Error(`${what}: ${shown(found)} in place of ${shown(wanted)}`);
}

// A step: one line, whether it works or not. It gives back what it has to say.
async function step(name, run) {
  const head = `${"b24jssdk".padEnd(14)} ${name.padEnd(8)}`;
  try {
    console.log(`${head} ${await run()}`);
  } catch (error) {
    console.log(`${head} FAILED: ${String(error).split("\n")[0]}`);
    throw error;
  }
}

// The result of a call, where the client takes errors for answers.
function result(answer) {
  if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join("; "));
  return answer.getData();
}

// A server that the portal's workflows post to, as an application has one.
const forms = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += piece;
  forms.push(new URLSearchParams(body));
  response.end();
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const handler = `http://127.0.0.1:${server.address().port}/handler`;

const application = await ask("GET", "/mock/application");
const options = { restrictionParams: ParamsFactory.getEnterprise() };
const client = new B24OAuth(
  {
    applicationToken: application.application_token,
    userId: 1,
    memberId: application.member_id,
    accessToken: application.access_token,
    refreshToken: application.refresh_token,
    expires: application.expires,
    expiresIn: application.expires_in,
    scope: "bizproc,crm",
    domain: application.domain,
    clientEndpoint: application.client_endpoint,
    serverEndpoint: application.token_url.replace("/oauth/token/", "/rest/"),
    status: "L",
  },
  { clientId: application.client_id, clientSecret: application.client_secret },
  options,
);
const refreshed = [];
client.setCallbackRefreshAuth(async ({ authData }) => refreshed.push(authData));
const webhook = B24Hook.fromWebhookUrl(application.webhook, options);
client.offClientSideWarning();
webhook.offClientSideWarning();
const { call, batchByChunk, fetchList } = client.actions.v2;

await step("install", async () => {
  await forget();
  const params = {
    CODE,
    HANDLER: handler,
    NAME: "Peer",
    USE_SUBSCRIPTION: "Y",
    PROPERTIES: { who: { Name: "Who", Type: "string", Required: "N" } },
  };
  same(result(await call.make({ method: "bizproc.activity.add", params })).result, true, "the answer");
  const calls = await ran("bizproc.activity.add");
  same(calls.length, 1, "installations");
  same(calls[0].application, application.client_id, "the application");
  same([calls[0].parameters.CODE, calls[0].parameters.HANDLER], [CODE, handler], "what was installed");
  return "bizproc.activity.add ran once, for the application";
});

await step("list", async () => {
  await forget();
  const listed = result(await call.make({ method: "bizproc.activity.list" })).result;
  same(listed.includes(CODE), true, "whether it is listed");
  same((await ran("bizproc.activity.list")).length, 1, "calls");
  return "bizproc.activity.list has the action";
});

await step("log", async () => {
  const run = await ask("POST", "/mock/run", { code: CODE, properties: { who: "Ann & Bob" } });
  same(run.status, 200, "the handler's status");
  same(forms[0].get("properties[who]"), "Ann & Bob", "what the handler was sent");
  const eventToken = forms[0].get("event_token");
  same(eventToken, run.event_token, "the event token");
  await forget();
  const calls = LINES.map((line) => ["bizproc.activity.log", { EVENT_TOKEN: eventToken, LOG_MESSAGE: line }]);
  const answers = result(await batchByChunk.make({ calls, options: { isHaltOnError: true } }));
  same(answers, LINES.map(() => true), "the answers");
  same(await requests("batch"), 3, "batches");
  same((await ran("bizproc.activity.log")).length, LINES.length, "calls");
  const lines = (await ask("GET", "/mock/log")).filter((line) => line.event_token === eventToken);
  same(lines.map((line) => line.text), LINES, "the log");
  return "150 lines in 3 batches, in order";
});

await step("pages", async () => {
  await ask("POST", "/mock/rows", { method: DEALS, count: ROWS });
  await forget();
  const ids = [];
  for await (const page of fetchList.make({ method: DEALS })) ids.push(...page.map((row) => Number(row.ID)));
  same(ids, IDS, "the rows of fetchList");
  const pages = (await ran(DEALS)).length;
  return `10,000 rows in order by fetchList, ${pages} requests`;
});

await step("webhook", async () => {
  await forget();
  const rows = result(await webhook.actions.v2.callList.make({ method: DEALS }));
  same(rows.map((row) => Number(row.ID)), IDS, "the rows of callList");
  const calls = await ran(DEALS);
  same(new Set(calls.map((call) => call.application)), new Set([null]), "the application");
  return `10,000 rows in order by callList, ${calls.length} requests`;
});

await step("refresh", async () => {
  await ask("POST", "/mock/tokens", { expire: true });
  await forget();
  const before = client.auth.getAuthData();
  const listed = result(await call.make({ method: "bizproc.activity.list" })).result;
  same(listed.includes(CODE), true, "whether it is listed");
  const statuses = (await received()).filter((request) => request.path.startsWith("/oauth/token"));
  same(statuses.map((request) => request.status), [200], "refreshes");
  same((await ran("bizproc.activity.list")).length, 1, "calls");
  const after = client.auth.getAuthData();
  same(after.access_token !== before.access_token && after.refresh_token !== before.refresh_token, true, "new tokens");
  same(refreshed.map((data) => data.access_token), [after.access_token], "what the application was told");
  return "one refresh, the application was told, and the call ran once";
});

server.close();
server.closeAllConnections();
