import { mongo } from "mongoose";

const { ObjectId } = mongo;

const usersGroup = new ObjectId("000000000000000000000001");
const adminGroup = new ObjectId("000000000000000000000002");
const operator = { kind: "system", name: "the operator" };
const at = new Date("2026-03-03T13:00:00.000Z");

function user(name: string, email: string, words: string[], rest: object = {}) {
  return {
    _id: new ObjectId(),
    email,
    name,
    timeZone: "Europe/Berlin",
    status: "active",
    memberships: [{ groupId: usersGroup, since: at, by: operator }],
    invitedBy: operator,
    registeredAt: at,
    words,
    __v: 0,
    ...rest,
  };
}

/** Users as versions before case folding stored them: one with a name not in NFC, and two with the same address. */
const users = [
  user("Carmen Díaz", "c1@acme.io", ["carmen", "díaz", "c1@acme.io", "c1", "acme.io"]),
  user("Jose\u0301 Straße", "c2@acme.io", ["josé", "straße", "c2@acme.io", "c2", "acme.io"]),
  user("Seán O’Connor", "c3@acme.io", ["seán", "o", "connor", "o’connor", "c3@acme.io", "c3", "acme.io"]),
  user("Mona Owner", "mona@münchen.de", ["mona", "owner", "mona@münchen.de", "münchen.de"], {
    slack: { teamId: "T0ACME", userId: "U0MONA", email: "mona@münchen.de", linkedAt: at },
  }),
  user("Zoe First", "zoe@münchen.de", ["zoe", "first", "zoe@münchen.de", "münchen.de"]),
  user("Zoe Second", "zoe@xn--mnchen-3ya.de", [
    "zoe",
    "second",
    "zoe@xn--mnchen-3ya.de",
    "xn--mnchen-3ya.de",
  ]),
];

const now = Date.now();
const delivery = { state: "delivered", generation: 1, at: new Date(now - 1_000) };

/** A pending invite to a domain whose readable form is not among its search terms. */
const invite = {
  _id: new ObjectId(),
  email: "vera@xn--mnchen-3ya.de",
  status: "pending",
  generation: 1,
  groupIds: [usersGroup],
  invitedBy: { kind: "slack", name: "Mia Chen", teamId: "T0ACME", userId: "U0MIA", email: "mia@acme.io" },
  createdAt: new Date(now - 60_000),
  expiryDays: 7,
  expiresAt: new Date(now + 7 * 86_400_000),
  queuedAt: new Date(now - 60_000),
  keyId: "k1",
  delivery,
  deliveryHistory: [delivery],
  batchId: new ObjectId(),
  words: ["vera@xn--mnchen-3ya.de", "vera", "xn--mnchen-3ya.de"],
  __v: 0,
};

function group(name: string, nameKey: string, rest: object = {}) {
  return {
    _id: new ObjectId(),
    name,
    nameKey,
    description: "",
    builtIn: false,
    services: [],
    projects: [],
    regions: [],
    membersVersion: 0,
    version: 1,
    __v: 0,
    ...rest,
  };
}

const groups = [
  group("Users", "users", { _id: usersGroup, builtIn: true, services: ["Tickets"] }),
  group("Admin", "admin", {
    _id: adminGroup,
    builtIn: true,
    services: "all",
    projects: "all",
    regions: "all",
  }),
  group("Éclair Billing", "éclair billing"),
  group("STRASSE", "strasse"),
  group("Straße", "straße"),
];

/** Writes a database as versions before case folding left it. */
export async function writeOldNames(uri: string): Promise<void> {
  const client = new mongo.MongoClient(uri);
  const documents: Record<string, object[]> = { users, invites: [invite], groups };
  for (const [name, written] of Object.entries(documents))
    await client.db().collection(name).insertMany(written);
  await client.close();
}
