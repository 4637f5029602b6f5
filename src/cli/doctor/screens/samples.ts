import { type Facts, factsOf, type Measures } from "./facts.ts";

/**
 * Text whose length Slack might count differently: plain, with characters that it escapes, with several units each, or
 * from right to left, which is isolated.
 */
const kinds = { plain: "Wide words ", escaped: "<&> ", joined: "👩‍👩‍👧 ", turned: "שם רחב " } as const;

/** Returns text of at most this many units, never ending inside a character. */
function filled(unit: string, most: number): string {
  return unit.repeat(Math.floor(most / unit.length)).trim();
}

const at = new Date("2026-03-03T13:00:00Z");

type Choices = Pick<Measures, "yes" | "all" | "status" | "state"> & Partial<Measures>;

/** As much as our own limits allow. */
function most(unit: string, choices: Choices): Facts {
  const text = (length: number) => filled(unit, length);
  return factsOf({
    name: text(100),
    title: text(100),
    by: text(100),
    groupName: text(60),
    description: text(200),
    scopeName: text(58),
    scopeCount: 100,
    search: text(100),
    long: text(3_000),
    reason: text(300),
    message: text(500),
    email: `${"e".repeat(64)}@${"d".repeat(63)}.${"d".repeat(63)}.example`,
    count: 1_001,
    rows: 10,
    groupCount: 200,
    inviteCount: 100,
    at,
    ...choices,
  });
}

/** As little as there can be. */
function least(choices: Choices): Facts {
  return factsOf({
    name: "I",
    title: "",
    by: "I",
    groupName: "I",
    description: "",
    scopeName: "I",
    scopeCount: 0,
    search: "",
    long: "I",
    reason: "",
    message: "",
    email: "i@x.io",
    count: 0,
    rows: 0,
    groupCount: 1,
    inviteCount: 1,
    at,
    ...choices,
  });
}

/** What we say ourselves beside such names. */
const inEnglish = { reason: "reported_as_spam", message: filled(kinds.plain, 500) };

/** The facts at their limits, with every combination of choices, in each kind of text. */
export const samples: readonly Facts[] = [
  most(kinds.plain, { yes: true, all: true, status: "expired", state: "bounced" }),
  most(kinds.escaped, {
    yes: true,
    all: false,
    status: "pending",
    state: "dropped",
    reason: "reported_as_spam",
  }),
  most(kinds.joined, { yes: false, all: true, status: "declined", state: "deferred" }),
  most(kinds.escaped, { yes: false, all: false, status: "pending", state: "bounced" }),
  most(kinds.turned, { ...inEnglish, yes: true, all: false, status: "pending", state: "dropped" }),
  most(kinds.turned, { ...inEnglish, yes: false, all: true, status: "pending", state: "dropped" }),
  least({ yes: true, all: false, status: "cancelled", state: "sent" }),
  least({ yes: false, all: true, status: "accepted", state: "delivered" }),
];
