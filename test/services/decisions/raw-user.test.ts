import fc from "fast-check";
import { mongo, Types } from "mongoose";
import { expect, test } from "vitest";
import { rawUser } from "../../../src/services/decisions/raw-user.ts";
import { indexedUser } from "../../../src/services/decisions/stored-access.ts";

const id = fc
  .uint8Array({ minLength: 12, maxLength: 12 })
  .map((bytes) => new Types.ObjectId(Buffer.from(bytes)));
const date = fc.date({ min: new Date(0), max: new Date("9999-01-01"), noInvalidDate: true });
const text = fc.string({ unit: "grapheme", minLength: 1 });
const user = fc.record(
  {
    _id: id,
    email: text,
    status: fc.constantFrom("active", "suspended", "a later one"),
    slack: fc.record({ userId: text, paused: fc.record({ since: date }) }, { requiredKeys: ["userId"] }),
    memberships: fc.array(
      fc.record({ groupId: id, since: date, until: date }, { requiredKeys: ["groupId", "since"] }),
    ),
  },
  { requiredKeys: ["_id", "email", "status", "memberships"] },
);

test("a user is read from BSON as from a document, whatever is in it and in whatever order", () => {
  fc.assert(
    fc.property(user, fc.boolean(), fc.nat(50), (stored, reversed, before) => {
      const fields = Object.entries(stored);
      const bson = mongo.BSON.serialize(Object.fromEntries(reversed ? fields.reverse() : fields));
      // As in a batch: somewhere among other bytes.
      const among = new Uint8Array(before + bson.length + 7);
      among.set(bson, before);
      expect(rawUser(among.subarray(before, before + bson.length))).toEqual(indexedUser(stored));
    }),
    { numRuns: 2_000 },
  );
});

test("what no version stores is refused, never read as something else", () => {
  const stored = { _id: new Types.ObjectId(), email: "eve@acme.io", status: "active", memberships: [] };
  for (const odd of [
    { _id: "text" },
    { email: 5 },
    { email: undefined },
    { status: true },
    { memberships: "all" },
    { memberships: [{ groupId: "x", since: new Date() }] },
    { memberships: [{ groupId: new Types.ObjectId(), since: new Date(), until: "never" }] },
  ]) {
    const bson = mongo.BSON.serialize({ ...stored, ...odd }, { ignoreUndefined: true });
    expect(() => rawUser(bson), JSON.stringify(odd)).toThrow();
  }
});
