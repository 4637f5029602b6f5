import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { SentRequest } from "../../dev/emulators/slack/delivery/delivery.ts";
import { encode } from "../../dev/emulators/slack/delivery/http.ts";
import { sign } from "../../dev/emulators/slack/delivery/signature.ts";
import { everyEndpoint } from "../../src/api/v1/register.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { Batch } from "../../src/models/batch.ts";
import { CountedEvent } from "../../src/models/counted-event.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { IdempotencyRecord } from "../../src/models/idempotency-record.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { signLink } from "../../src/services/invites/link-token.ts";
import { clientPermissions } from "../../src/services/permissions.ts";
import { clientMaker } from "../support/api.ts";
import { type Cluster, startCluster } from "../support/faults/cluster.ts";
import {
  asText,
  corrupted,
  corruptions,
  hostileText,
  hostileValue,
} from "../support/faults/hostile-values.ts";
import { fillLists, payloadBy, play, privileged } from "../support/faults/privileged-listeners.ts";
import { PATIENCE_MS, say, seed, seeded, times } from "../support/faults/run.ts";
import { decided } from "../support/faults/unauthorized-actors.ts";
import { freshDatabase } from "../support/setup/database.ts";
import { seedInvites } from "../support/slack/seed.ts";
import { nonceAt } from "../support/web/form.ts";
import { metricOf } from "../support/web/metric.ts";

const EACH = times({ quick: 200, full: 10_000 });
/** The API has many endpoints: 10,000 requests each took over half an hour, 2,000 six minutes; nothing was found. */
const EACH_ENDPOINT = 1_000;
const AT_ONCE = 100;
/** So few that the process refuses none of them. */
const EVENTS_AT_ONCE = 20;
const MAX_GROWN = 50 * 2 ** 20;

const linkKeys = [{ id: "k1", secret: randomBytes(32) }];
const { uri } = freshDatabase();
let cluster: Cluster;
let url = "";
beforeAll(async () => {
  const key = Buffer.from(linkKeys[0]?.secret ?? "").toString("base64");
  cluster = await startCluster({
    uri,
    processes: 1,
    env: {
      LINK_KEYS: `k1:${key}`,
      SECRET_KEYS: `s1:${randomBytes(32).toString("base64")}`,
      INVITE_UNDO_SECONDS: "600",
      REMINDERS: "off",
      API_REQUESTS_PER_MINUTE: "1000000",
    },
  });
  url = cluster.urls[0] ?? "";
  await fillLists(cluster);
}, PATIENCE_MS);
afterAll(() => cluster.ends());

/** A request as it leaves; `signed` stands for what can only be made when it does. */
interface Shot {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | undefined;
}

/** What must not change, whatever comes. */
async function stands(): Promise<unknown> {
  const events = await AuditEvent.countDocuments({ action: { $ne: "access.refused" } });
  return [await decided(), events, await Batch.countDocuments(), await CountedEvent.countDocuments()];
}

/** What the process holds once it has let go of what nobody needs. */
async function heapUsed(): Promise<number> {
  await cluster.collectsGarbage(0);
  return metricOf(url, "nodejs_heap_size_used_bytes");
}

const by = (authorization: string) => ({ Authorization: authorization });
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
const formed = (headers: Record<string, string>) => ({
  ...headers,
  "Content-Type": "application/x-www-form-urlencoded",
});
const written = (kind: SentRequest["kind"], payload: SentRequest["payload"]) =>
  encode(
    kind,
    kind === "slash_commands"
      ? Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]))
      : payload,
  ).body;
const printable = (text: string) => text.replace(/[^\x21-\x7e]/g, "") || "x";

/** The app closes a connection after a body it refused to read, perhaps just as the next request goes out on it. */
const wasClosed = (error: unknown) =>
  error instanceof TypeError &&
  z.object({ code: z.literal("UND_ERR_SOCKET") }).safeParse(error.cause).success;

async function status({ method, path, headers, body }: Shot, tries = 3): Promise<number> {
  const hasBody = body !== undefined && method !== "GET" && method !== "HEAD";
  const sent = { method, headers, redirect: "manual" as const, ...(hasBody && { body }) };
  const response = await fetch(url + path, sent).catch((error: unknown) => {
    if (tries > 1 && wasClosed(error)) return null;
    throw error;
  });
  if (!response) return status({ method, path, headers, body }, tries - 1);
  await response.text();
  // One process takes on so much at once, and says so, HEAD included: whoever insists comes again.
  if (response.status === 503 && response.headers.get("retry-after") === "1") {
    await pause(100);
    return status({ method, path, headers, body });
  }
  return response.status;
}

/** Sends many of a kind, and expects that none is a fault of ours, nothing is changed, and memory comes back. */
async function endures(
  kind: string,
  shots: fc.Arbitrary<Shot>,
  sent: (shot: Shot) => Shot = (shot) => shot,
  total = EACH,
) {
  const before = await stands();
  const answers = new Map<string, number>();
  let heap = 0;
  for (let from = 0; from < total; from += AT_ONCE) {
    if (from >= Math.max(100, total / 10) && heap === 0) heap = await heapUsed();
    const batch = fc.sample(shots, { numRuns: AT_ONCE, seed: seed + from });
    await Promise.all(
      batch.map(async (shot) => {
        const answered = await status(sent(shot));
        const answer = `${shot.method} ${answered}`;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        if (answered >= 500) throw new Error(`${answered} to ${JSON.stringify(shot).slice(0, 2_000)}`);
      }),
    );
  }
  say(`${kind}: ${[...answers].map(([answer, count]) => `${count} × ${answer}`).join(", ")}`);
  expect(await stands()).toEqual(before);
  await expect.poll(async () => (await heapUsed()) - heap, { interval: 200 }).toBeLessThan(MAX_GROWN);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  return answers;
}

const usualHeaders = fc.record({
  "Content-Type": fc.oneof(
    fc.constantFrom(
      "application/json",
      "application/x-www-form-urlencoded",
      "text/plain",
      "multipart/form-data; boundary=x",
    ),
    fc.string().map(printable),
  ),
  "Sec-Fetch-Site": fc.constantFrom("cross-site", "same-site", "none"),
  "X-Forwarded-For": fc.ipV4(),
});
const bodies = fc.oneof(
  hostileText,
  fc
    .dictionary(fc.string(), hostileText, { maxKeys: 6 })
    .map((fields) => String(new URLSearchParams(fields))),
  hostileText.map((text) => `payload=${encoded(text)}`),
);
const methods = fc.constantFrom("GET", "HEAD", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
const segment = hostileText.map((text) => encoded(text.slice(0, 3_000)));
const now = () => Math.floor(Date.now() / 1000);

test(
  `survives forged Slack and SendGrid requests (${seeded})`,
  async () => {
    const seals = fc.record({
      "X-Slack-Signature": fc.constantFrom("", "v0=", `v0=${"0".repeat(64)}`),
      "X-Slack-Request-Timestamp": fc.constantFrom("", "0", "-1", "NaN", String(now())),
      "X-Twilio-Email-Event-Webhook-Signature": fc.string().map(printable),
      "X-Twilio-Email-Event-Webhook-Timestamp": fc.constantFrom("", "1e9", String(now())),
    });
    const path = fc.constantFrom("/slack/events", "/sendgrid/events");
    const shots = fc
      .tuple(methods, path, usualHeaders, seals, bodies)
      .map(([method, to, usual, sealed, body]) => ({
        method,
        path: to,
        headers: { ...usual, ...sealed },
        body,
      }));
    const answers = await endures("forged", shots);
    expect([...answers.keys()].filter((answer) => /^POST 2/.test(answer))).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  `an invitation's pages change nothing for anyone but a person at their form (${seeded})`,
  async () => {
    const emails = Array.from({ length: 20 }, (_, n) => `hostile-${n}@example.com`);
    await seedInvites(emails, [String(builtInGroupIds.users)]);
    const invites = await Invite.find({ email: { $in: emails } }).lean();
    const tokens = await Promise.all(
      invites.map(({ _id }) => signLink({ inviteId: String(_id), generation: 1 }, "k1", linkKeys)),
    );
    const nonce = await nonceAt(`${url}/invite/${tokens[0]}`);
    const token = fc.oneof(
      fc.constantFrom(...tokens),
      segment,
      fc
        .tuple(fc.constantFrom(...tokens), fc.nat(), segment)
        .map(([good, at, bad]) => good.slice(0, at % good.length) + bad),
    );
    const path = fc
      .tuple(
        token,
        fc.oneof(
          fc.constantFrom("", "/decline", "/new-link"),
          segment.map((more) => `/${more}`),
        ),
      )
      .map(([to, more]) => `/invite/${to}${more}`);
    // Nobody's form has our nonce, or it comes from elsewhere, or it can't be taken: its phone number is none.
    const fromElsewhere = fc
      .tuple(
        path,
        usualHeaders,
        fc.dictionary(
          fc.constantFrom("name", "title", "phone", "timeZone", "__proto__", "a[$ne]"),
          hostileText,
        ),
      )
      .map(([to, headers, fields]) => ({
        path: to,
        headers: formed(headers),
        body: String(new URLSearchParams({ ...fields, nonce })),
      }));
    const refused = fc
      .tuple(token, usualHeaders, hostileText, hostileText)
      .map(([to, headers, name, timeZone]) => ({
        path: `/invite/${to}`,
        headers: { ...formed(headers), "Sec-Fetch-Site": "same-origin" },
        body: String(new URLSearchParams({ nonce, name, timeZone, phone: "none" })),
      }));
    const anything = fc
      .tuple(path, usualHeaders, bodies)
      .map(([to, headers, body]) => ({ path: to, headers, body }));
    const shots = fc
      .tuple(methods, fc.oneof(fromElsewhere, refused, anything))
      .map(([method, shot]) => ({ method, ...shot }));
    await endures("invitations", shots);
  },
  PATIENCE_MS,
);

test(
  `survives odd requests for health, metrics and unknown paths (${seeded})`,
  async () => {
    const path = fc.oneof(
      fc.constantFrom(
        "/healthz",
        "/readyz",
        "/metrics",
        "/",
        "/invite",
        "/slack",
        "/sendgrid/events/x",
        "//",
        "/%",
      ),
      fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join("/")}`),
    );
    const shots = fc
      .tuple(methods, path, fc.option(segment), usualHeaders, bodies)
      .map(([method, to, query, headers, body]) => ({
        method,
        path: query === null ? to : `${to}?${query}`,
        headers: { ...headers, Authorization: "Bearer x" },
        body,
      }));
    await endures("other paths", shots);
  },
  PATIENCE_MS,
);

test(
  `survives events signed by SendGrid with any content (${seeded})`,
  async () => {
    const good = {
      sg_event_id: "a",
      outbox_id: "0".repeat(24),
      timestamp: now(),
      event: "bounce",
      reason: "550",
      type: "blocked",
    };
    const events = fc.array(
      fc.oneof(
        corruptions.map((by) => corrupted(good, by)),
        fc.dictionary(fc.string(), hostileValue),
      ),
      { maxLength: 5 },
    );
    const before = await stands();
    cluster.sendgrid.sendEventsTo(`${url}/sendgrid/events`);
    const posts = async (batch: Record<string, unknown>[]) => {
      const answered = await cluster.sendgrid.post(batch);
      if (answered >= 500) throw new Error(`${answered} to ${JSON.stringify(batch).slice(0, 2_000)}`);
    };
    const batches = fc.sample(events, { numRuns: EACH, seed });
    while (batches.length > 0) await Promise.all(batches.splice(0, EVENTS_AT_ONCE).map(posts));
    expect(await stands()).toEqual(before);
  },
  PATIENCE_MS,
);

test(
  `survives randomly corrupted requests signed by Slack, from someone without rights (${seeded})`,
  async () => {
    const nobody = cluster.slack.addPerson({ name: "Nobody", email: "nobody@example.com" });
    for (const scenario of Object.values(privileged).filter(
      (_, n) => (n + seed) % times({ quick: 16, full: 1 }) === 0,
    ))
      await play(scenario, cluster);
    await expect.poll(() => metricOf(url, "iam_in_hand")).toBe(0);
    await nobody.becomes({ name: "Still Nobody" });
    const genuine = cluster.slack.requests.map((request) =>
      request.kind === "events_api" ? request : { ...request, payload: payloadBy(nobody, request) },
    );
    const shots = fc.tuple(fc.constantFrom(...genuine), corruptions).map(([request, by]) => ({
      method: "POST",
      path: "/slack/events",
      headers: { "Content-Type": request.contentType },
      body: written(request.kind, corrupted(request.payload, by)),
    }));
    await endures("signed", shots, (shot) => ({
      ...shot,
      headers: {
        ...shot.headers,
        "X-Slack-Request-Timestamp": String(now()),
        "X-Slack-Signature": sign(cluster.slack.signingSecret, now(), shot.body ?? ""),
      },
    }));
  },
  PATIENCE_MS,
);

test(
  `survives any request by anyone to every API path (${seeded})`,
  async () => {
    const client = clientMaker(url);
    const reader = await client("invites:read", "users:read", "groups:read", "audit:read");
    const writer = await client(...clientPermissions);
    const known = (await User.find({}, { _id: 1 }).limit(3).lean()).map(({ _id }) => String(_id));
    const nobody = fc.oneof(
      fc.constant({}),
      fc.constantFrom("Bearer iam_x", `Bearer ${writer.token.slice(0, -1)}x`, "Basic eDp4", "Bearer").map(by),
      fc.string().map((text) => by(`Bearer ${printable(text)}`)),
    );
    const place = fc.oneof(segment, fc.constantFrom(...known, String(new Types.ObjectId())));
    const nowhere = fc.oneof(segment, fc.constant(String(new Types.ObjectId())));
    const header = fc.string().map(printable);
    const headers = fc.record(
      {
        Accept: fc.oneof(fc.constantFrom("application/json", "*/*", "text/html"), header),
        "Content-Type": fc.oneof(fc.constant("application/json"), header),
        "If-Match": header.map((text) => `"none ${text}"`),
        "Idempotency-Key": header,
        "X-Request-Id": header,
      },
      { requiredKeys: ["If-Match"] },
    );
    const query = fc
      .dictionary(
        fc.oneof(
          fc.constantFrom("limit", "cursor", "q", "email", "which", "from", "to", "target", "action"),
          segment,
        ),
        segment,
        { maxKeys: 4 },
      )
      .map((fields) =>
        Object.entries(fields)
          .map(([name, value]) => `${name}=${value}`)
          .join("&"),
      );
    // Whatever else it says, it can't be read.
    const body = fc.oneof(
      hostileText,
      fc
        .dictionary(
          fc.oneof(
            fc.constantFrom("emails", "groups", "name", "message", "services", "invites", "until"),
            fc.string(),
          ),
          hostileValue,
        )
        .map((fields) => JSON.stringify({ ...fields, "not known": true })),
    );
    const shots = fc.constantFrom(...everyEndpoint).chain(({ method, path }) => {
      const names = path.match(/\{\w+\}/g) ?? [];
      const at = (where: fc.Arbitrary<string>) =>
        fc
          .array(where, { minLength: names.length, maxLength: names.length })
          .map((parts) =>
            names.reduce((filled, name, n) => filled.replace(name, () => parts[n] || "x"), path),
          );
      const from = (who: fc.Arbitrary<Record<string, string>>, where: fc.Arbitrary<string>) =>
        fc.record({
          method: fc.oneof({ weight: 9, arbitrary: fc.constant<string>(method) }, methods),
          headers: fc.tuple(headers, who).map(([usual, own]) => ({ ...usual, ...own })),
          path: fc.tuple(at(where), query).map(([filled, asked]) => `/api/v1${filled}?${asked}`),
          body: body.map((text): string | undefined => text),
        });
      return fc.oneof(
        from(nobody, place),
        from(fc.constant(by(`Bearer ${reader.token}`)), place),
        from(fc.constant(by(`Bearer ${writer.token}`)), nowhere),
      );
    });
    await endures(
      "API",
      shots,
      (shot) => shot,
      times({ quick: 300, full: EACH_ENDPOINT * everyEndpoint.length }),
    );
    expect(await IdempotencyRecord.countDocuments({ done: true })).toBe(0);
  },
  PATIENCE_MS,
);

test(
  `survives bytes that aren't HTTP (${seeded})`,
  async () => {
    const { hostname, port } = new URL(url);
    const begins = fc.constantFrom(
      "",
      "GET / HTTP/1.1\r\n",
      "POST /slack/events HTTP/1.1\r\nContent-Length: -1\r\n",
      "PRI * HTTP/2.0\r\n\r\n",
    );
    for (const [begin, bytes] of fc.sample(fc.tuple(begins, fc.uint8Array({ maxLength: 2_000 })), {
      numRuns: EACH / 10,
      seed,
    }))
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.end(Buffer.concat([Buffer.from(begin), bytes, Buffer.from("\r\n\r\n")])),
        );
        socket
          .on("close", () => resolve())
          .on("error", () => socket.destroy())
          .resume();
        socket.setTimeout(2_000, () => socket.destroy());
      });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  },
  PATIENCE_MS,
);
