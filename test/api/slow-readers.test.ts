import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { endpoint, writtenFile } from "../../src/api/endpoint.ts";
import { type ApiClient, startApi } from "../support/api.ts";

/** More than a connection's buffers hold. */
const LARGE = 64 * 1024 * 1024;
const MAX_FILES = 4;

const opened: string[] = [];
const exported = endpoint({
  method: "GET",
  path: "/exports/{what}",
  operationId: "exportThings",
  tag: "exports",
  summary: "Export things",
  permission: "users:read",
  params: z.strictObject({ what: z.enum(["few", "many"]) }),
  responses: { 200: writtenFile("text/csv") },
  handle: async ({ actor, params: { what } }) => {
    opened.push(actor.clientId);
    return { status: 200, body: lines(what === "few" ? 1 : LARGE / 1024) };
  },
});

async function* lines(count: number) {
  const line = `${"x".repeat(1022)}\r\n`;
  for (let n = 0; n < count; n += 1) yield line;
}

const api = await startApi({ endpoints: [exported] });

/** Requests a large file, reads the beginning of the answer, then nothing more. */
async function stopsReading({ token }: ApiClient): Promise<Socket> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.write(`GET /api/v1/exports/many HTTP/1.1\r\nHost: iam\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  const [begin] = await once(socket, "data");
  socket.pause();
  expect(String(begin)).toMatch(/^HTTP\/1.1 200 /);
  return socket;
}

test("a client that does not read its files gets at most four at a time; others still get theirs, and so does it once one has ended", async () => {
  const [slow, other] = [await api.client("users:read"), await api.client("users:read")];
  const sockets = await Promise.all(Array.from({ length: MAX_FILES }, () => stopsReading(slow)));
  const few = (client: ApiClient) => client.asks("GET", "/exports/few");
  const refused = await few(slow);
  expect([refused.status, refused.headers.get("Retry-After"), refused.body]).toMatchObject([
    429,
    "10",
    { code: "too_many_files", detail: expect.stringMatching(/^This client is being sent 4 files already\./) },
  ]);
  expect(opened.filter((id) => id === slow.clientId)).toHaveLength(MAX_FILES);
  expect((await few(other)).status).toBe(200);
  sockets[0]?.destroy();
  await expect.poll(async () => (await few(slow)).status).toBe(200);
});
