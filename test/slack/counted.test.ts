import { expect, test } from "vitest";
import { counted, exactly } from "../../src/slack/kit/text.ts";
import { start } from "../../src/slack/users/list-state.ts";
import { usersView } from "../../src/slack/users/list-view.ts";

test.each([
  [0, "0 members"],
  [1, "1 member"],
  [1_000, "1,000 members"],
  [1_001, "1,000+ members"],
])("counts stop at 1,000+: %i are %s", (count, words) => {
  expect(counted(count, "member", "members")).toBe(words);
});

test.each([
  [1_000, "", "1,000 users, by name"],
  [1_001, "", "1,000+ users, by name"],
  [100, "eve", "100 users match"],
  [101, "eve", "100+ users match"],
  [1, "eve", "1 user matches"],
])("the list of users: %i, searched for by “%s”", (total, query, shown) => {
  const row = {
    userId: "0".repeat(24),
    name: "Eve",
    email: "eve@acme.io",
    status: "active" as const,
    awaited: false,
    groups: [],
    ending: [],
    ended: [],
  };
  expect(
    JSON.stringify(usersView({ rows: [row], previous: null, next: null, total, state: start(query) })),
  ).toContain(shown);
});

test("an exact count is written in full", () => {
  expect([1, 2_941].map((count) => exactly(count, "person", "people"))).toEqual(["1 person", "2,941 people"]);
});
