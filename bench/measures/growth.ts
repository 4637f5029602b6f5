import { secondsSince } from "../../dev/tools/progress.ts";
import { presentUser } from "../../src/api/v1/user-resource.ts";
import { AuditEvent } from "../../src/models/audit-event.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Group } from "../../src/models/group.ts";
import { ensureIndexes } from "../../src/models/indexes.ts";
import { Invite } from "../../src/models/invite.ts";
import { User } from "../../src/models/user.ts";
import { readAuditLog } from "../../src/services/audit/read-audit-log.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { seedGroups } from "../../src/services/groups/groups.ts";
import { overview } from "../../src/services/home/overview.ts";
import { listPendingInvites } from "../../src/services/invites/list-invites.ts";
import { listUsers } from "../../src/services/users/list-users.ts";
import { usersAfter } from "../../src/services/users/read-users.ts";
import { admin, fill, nthEvent, nthGroup, nthInvite, nthUser } from "../fill.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { ms, p50, timed } from "../timing.ts";

const CALLS = 100;
const PAGE = 10;
const THOUSANDTH_PAGE = 1_000;
/** The size with which larger databases are compared. */
const SMALL = 1_000;

const actor = { ...admin, kind: "account" as const, timeZone: "UTC", owner: true, ineligible: null };
const everything = { text: "", mine: false, which: "pending" as const };

/** Measures the cost of lists in databases of 1, 10, 100 … documents of each kind. */
export async function growth({ say, newDatabase, most, drawn }: Bench): Promise<Row[]> {
  const now = new Date();
  await connect(newDatabase());
  await ensureIndexes();
  await seedGroups();
  await fill(Group.collection, nthGroup, { to: 20 });

  const client = await benchClient();
  const lists = {
    pending: { name: "`/iam pending`", atMost: 1.3, read: () => listPendingInvites(actor, everything, null) },
    latePending: {
      name: "its 1,000th page, or the last",
      atMost: 1.3,
      read: (size: number) => {
        const before = nthInvite(Math.min(THOUSANDTH_PAGE * PAGE, size - PAGE) - 1, now);
        const cursor = {
          direction: "after" as const,
          key: before.createdAt.toISOString(),
          id: String(before._id),
        };
        return listPendingInvites(actor, everything, cursor);
      },
    },
    users: { name: "`/iam users ma`", atMost: 1.2, read: () => listUsers(actor, "ma", null) },
    apiUsers: {
      name: "`GET /api/v1/users?limit=100`, without HTTP",
      atMost: 1.3,
      read: async () => {
        const { rows, ...surroundings } = await usersAfter(client, {}, undefined, 100);
        return rows.map((row) => presentUser(row, surroundings));
      },
    },
    audit: { name: "`/iam audit`", atMost: 1.5, read: () => readAuditLog(actor, "", null) },
    auditOfOne: {
      name: "`/iam audit <email>`",
      atMost: 1.5,
      read: () => readAuditLog(actor, nthUser(0, now).email, null),
    },
    home: { name: "App Home", atMost: 2, read: () => overview(now) },
  };
  type List = keyof typeof lists;
  const names = Object.keys(lists).filter((name): name is List => name in lists);
  const costs = new Map<List, Map<number, number>>(names.map((name) => [name, new Map()]));

  let size = 0;
  for (let next = 1; next <= most; next *= 10) {
    const began = performance.now();
    await fill(Invite.collection, (n) => nthInvite(n, now), { from: size, to: next });
    await fill(User.collection, (n) => nthUser(n, now), { from: size, to: next });
    await fill(AuditEvent.collection, (n) => nthEvent(n, now), { from: size, to: next });
    size = next;
    say(`growth: ${size} invites, users and audit events, filled in ${secondsSince(began)}`);
    for (const name of names) {
      if (name === "latePending" && size <= 2 * PAGE) continue;
      const call = () => ms(() => lists[name].read(size));
      await timed({ times: 20, atOnce: 1 }, call);
      costs.get(name)?.set(size, p50(await timed({ times: CALLS, atOnce: 1 }, call)));
    }
  }
  await disconnect();
  drawn(new Map(names.map((name) => [lists[name].name, costs.get(name) ?? new Map()])));

  return names.map((name) => {
    const { name: what, atMost } = lists[name];
    const small = costs.get(name)?.get(SMALL) ?? Number.NaN;
    const large = costs.get(name)?.get(size) ?? Number.NaN;
    const of = `with ${size.toLocaleString("en")}, vs ${SMALL.toLocaleString("en")}`;
    return slower(`growth_${name}`, `${what}, ${of}`, { ours: large, floor: small, atMost });
  });
}

/** Creates an API client that may read users. */
async function benchClient() {
  const operator = { kind: "operator" as const };
  const request = { name: "Bench", permissions: ["users:read"], expiryDays: null };
  const { token } = await createClient(operator, request);
  const client = await authenticate(token, "127.0.0.1");
  if (!client) throw new Error("the client's token opens nothing");
  return client;
}
