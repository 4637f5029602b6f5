import { crc32 } from "node:zlib";
import { Types } from "mongoose";
import { beforeAll, expect, test } from "vitest";
import { everyEndpoint } from "../../src/api/v1/register.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { clientPermissions } from "../../src/services/permissions.ts";
import { startApi } from "../support/api.ts";
import { decided } from "../support/faults/unauthorized-actors.ts";

const api = await startApi();

/** Some path of an endpoint; what it names is there or not. */
const somewhere = (path: string) => path.replace(/\{\w+\}/g, () => String(new Types.ObjectId()));

let before: unknown;
beforeAll(async () => {
  before = await decided();
});

test.each(everyEndpoint.map((each) => [`${each.method} ${each.path}`, each] as const))(
  "%s needs a token, and its permission",
  async (_, { method, path, permission }) => {
    const without = await api.client(...clientPermissions.filter((each) => each !== permission));
    const body = method === "GET" ? undefined : {};
    const { status, body: refusal } = await without.asks(method, somewhere(path), { body });
    expect([status, refusal]).toEqual([403, expect.objectContaining({ code: "not_permitted" })]);
    const refused = { action: "access.refused", "actor.clientId": without.clientId };
    expect(await AuditEvent.countDocuments(refused)).toBe(1);

    const { token } = without;
    for (const wrong of ["", `Bearer ${token.slice(0, -1)}`, `Bearer ${flipped(token)}`, `Basic ${token}`]) {
      const headers = { Authorization: wrong };
      const answer = await without.asks(method, somewhere(path), { body, headers });
      expect([answer.status, answer.headers.has("www-authenticate")]).toEqual([401, true]);
    }
    expect(await decided()).toEqual(before);
  },
);

/** The token with another secret, and the checksum of the first. */
function flipped(token: string): string {
  const at = 40;
  const other = token[at] === "a" ? "b" : "a";
  return token.slice(0, at) + other + token.slice(at + 1);
}

test("a token with a right checksum and a wrong secret opens nothing, and tells nothing", async () => {
  const [endpoint] = everyEndpoint;
  const [mine, others] = [await api.client("users:read"), await api.client("users:read")];
  // Of one client the id, of the other the secret.
  const body = mine.token.slice(0, 28) + others.token.slice(28, 92);
  const token = body + crc32(body).toString(16).padStart(8, "0");
  const headers = { Authorization: `Bearer ${token}` };
  const wrong = await mine.asks("GET", somewhere(endpoint?.path ?? ""), { headers });
  const malformed = await mine.asks("GET", "/", { headers: { Authorization: "Bearer iam_x" } });
  expect([wrong.status, wrong.body]).toEqual([401, malformed.body]);
});
