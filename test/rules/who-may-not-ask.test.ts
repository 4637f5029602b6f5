import { expect, test } from "vitest";
import { everyEndpoint } from "../../src/api/v1/register.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Client } from "../../src/models/client.ts";
import { revokeClient } from "../../src/services/clients/revoke-client.ts";
import { clientPermissions } from "../../src/services/permissions.ts";
import { type ApiClient, startApi } from "../support/api.ts";
import { apiRequests, beforeRequest } from "../support/faults/api-requests.ts";
import { full } from "../support/faults/run.ts";
import { decided } from "../support/faults/unauthorized-actors.ts";

const api = await startApi();

const everyClient = await api.client(...clientPermissions);

/** Clients whose token opens nothing, each by how that came about. */
const locked: Record<string, () => Promise<[ApiClient, headers?: Record<string, string>]>> = {
  "is revoked": async () => {
    const client = await api.client(...clientPermissions);
    await revokeClient({ kind: "operator" }, client.clientId);
    return [client];
  },
  "has a token that expired": async () => {
    const client = await api.client(...clientPermissions);
    await Client.updateOne({ _id: client.clientId }, { "tokens.0.expiresAt": new Date(Date.now() - 1_000) });
    return [client];
  },
  "has a token that was never made": async () => {
    const other = await api.client(...clientPermissions);
    const token = everyClient.token.replace(everyClient.clientId, other.clientId);
    return [everyClient, { Authorization: `Bearer ${token}` }];
  },
  "sends no token": async () => [everyClient, { Authorization: "" }],
};
const lockedOut = await Promise.all(
  Object.entries(locked).map(async ([how, make]) => [how, ...(await make())] as const),
);

test("every endpoint has a request here, and there is no other", () => {
  expect(everyEndpoint.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(apiRequests).sort());
});

const reads = everyEndpoint.filter(({ method }) => method === "GET");
/** In the quick selection every other one: test/rules/who-may-api asks all of them. */
const changes = everyEndpoint
  .filter(({ method }) => method !== "GET")
  .filter((_, at) => full || at % 2 === 0);
/** Nothing of it is changed until all is read. */
const toRead = await beforeRequest("toread");

test.each([...reads, ...changes].map((endpoint) => [endpoint.operationId, endpoint] as const))(
  "%s refuses whoever may not, changes nothing and tells nothing, and audits it",
  async (operationId, { method, permission }) => {
    const prepare = apiRequests[operationId];
    const before = method === "GET" ? toRead : await beforeRequest(operationId.toLowerCase());
    const { path, file, body = file?.text, also = [] } = prepare?.(before) ?? { path: "" };
    const content = file && { "Content-Type": file.type };
    const stands = await decided();

    const others = await api.client(...clientPermissions.filter((each) => each !== permission));
    const refused = await others.asks(method, path, { body, headers: { ...content } });
    expect([refused.status, refused.body]).toMatchObject([403, { code: "not_permitted" }]);
    expect(
      await AuditEvent.findOne({ "target.id": others.clientId, action: "access.refused" }).lean(),
    ).toMatchObject({
      after: { reason: "not_permitted", permission },
    });
    for (const [how, client, headers = {}] of lockedOut) {
      const answer = await client.asks(method, path, { body, headers: { ...content, ...headers } });
      expect([how, answer.status]).toEqual([how, 401]);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
      expect(JSON.stringify(answer.body)).not.toMatch(/@acme\.io|items/);
    }
    expect(await decided()).toBe(stands);

    // It was the client alone that was refused.
    const may = await api.client(permission, ...also);
    const granted = await may.asks(method, path, { body, headers: { ...content } });
    expect(granted.status, JSON.stringify(granted.body)).toBeLessThan(300);
  },
);
