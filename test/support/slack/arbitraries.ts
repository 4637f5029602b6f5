import fc from "fast-check";
import { factsOf } from "../../../src/cli/doctor/screens/facts.ts";
import type { DeliveryStep, InviteStatus } from "../../../src/models/invite.ts";

/** Text that Slack would interpret, or with several units per character. */
const hostile = [
  "<@U1>",
  "<!channel>",
  "<http://x|y>",
  "*bold*",
  "_i_",
  "~s~",
  "`code`",
  ":tada:",
  "&amp;",
  "&",
  "\u202e",
  "\u200b",
  "👩‍👩‍👧",
  "🇩🇪",
  "e\u0301",
  '"',
  "\\",
  "W",
  " ",
];

/** Generates text of at most this many units, half of the time as long as possible. */
function typed(most: number): fc.Arbitrary<string> {
  const pieces = fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 12 });
  return fc.tuple(pieces, fc.boolean()).map(([some, full]) => {
    const text = some.join("");
    const long = full ? text.repeat(Math.ceil(most / text.length)) : text;
    const cut = long.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
    return cut.trim() === "" ? "W" : cut;
  });
}

/** An address that our own rule accepts: at most 254 characters, with special ones in the local part. */
const address = fc
  .tuple(fc.constantFrom("eve", "_eve_", "`eve`", "*eve*", "~e~", "a&b"), fc.constantFrom(0, 8, 200))
  .map(([local, more]) => `${local}@${"d".repeat(more)}x.example`);

const count = fc.constantFrom(0, 1, 2, 10, 999, 1_000, 1_001);
const date = fc.constantFrom(new Date(0), new Date("2026-03-03T13:00:00Z"), new Date("2099-12-31T23:59:59Z"));

/** Everything that any surface shows, within and at our limits. */
export const facts = fc
  .record({
    name: typed(100),
    title: typed(100),
    by: typed(100),
    groupName: typed(60),
    description: typed(200),
    scopeName: typed(50),
    scopeCount: fc.constantFrom(0, 1, 100),
    search: typed(100),
    long: typed(3_000),
    reason: typed(300),
    message: typed(500),
    email: address,
    count,
    rows: fc.constantFrom(0, 1, 10),
    groupCount: fc.constantFrom(1, 2, 100, 101, 200),
    inviteCount: fc.constantFrom(1, 2, 10, 11, 100),
    at: date,
    yes: fc.boolean(),
    status: fc.constantFrom<InviteStatus>("pending", "accepted", "declined", "cancelled", "expired"),
    state: fc.constantFrom<DeliveryStep["state"]>(
      "queued",
      "sending",
      "sent",
      "deferred",
      "delivered",
      "bounced",
      "dropped",
      "failed",
    ),
    all: fc.boolean(),
  })
  .map(factsOf);
