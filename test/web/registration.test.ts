import { expect, test } from "vitest";
import { readRegistration } from "../../src/web/registration.ts";

const complete = { name: "Eve Park", title: "", phone: "", timeZone: "UTC" };

test.each([
  ["  Eve\tPark\n", "Eve Park"],
  ["محمد بن سلمان", "محمد بن سلمان"],
  ["\u202eEve\u202c", "Eve"],
  ["👩‍🚀 Eve", "👩‍🚀 Eve"],
  ["李".repeat(100), "李".repeat(100)],
])("the name %j is stored as %j", async (name, kept) => {
  expect((await readRegistration({ ...complete, name })).registration?.name).toBe(kept);
});

test.each(["", "   ", "\u200b", "\u202e", "...", "👋"])("the name %j is not accepted", async (name) => {
  expect((await readRegistration({ ...complete, name })).errors).toEqual({ name: { code: "nameMissing" } });
});

test("a name or title is at most 100 characters", async () => {
  const long = "x".repeat(101);
  const error = { code: "tooLong", most: 100, length: 101 };
  expect((await readRegistration({ ...complete, name: long, title: long })).errors).toEqual({
    name: error,
    title: error,
  });
});

test("any other body is an empty form", async () => {
  for (const body of [undefined, null, "x", [], { name: ["a", "b"], timeZone: { $ne: 1 } }])
    expect(await readRegistration(body)).toMatchObject({
      registration: null,
      typed: { name: "", timeZone: "UTC" },
    });
});
