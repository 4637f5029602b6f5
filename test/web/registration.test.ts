import { expect, test } from "vitest";
import { readRegistration } from "../../src/web/registration.ts";

const complete = { name: "Eve Park", title: "", phone: "", timeZone: "UTC" };

test.each([
  ["+44 20 7946 0958", "+442079460958"],
  ["0044 (20) 7946-0958", "+442079460958"],
  ["＋44２０79460958", "+442079460958"],
  ["", ""],
])("the phone number %j is kept as %j", async (phone, kept) => {
  expect((await readRegistration({ ...complete, phone })).registration?.phone).toBe(kept);
});

test.each([
  ["020 7946 0958", "Begin the phone number with + and its country code."],
  ["+44 20", "This is not a complete phone number. Check it, or leave it out."],
  ["+44 20 7946 0958 ext. 3", "Leave out the extension of the phone number."],
  ["+44 20 7946 0958 or call the office", "Use at most 32 characters. This has 35."],
])("the phone number %j is refused: %s", async (phone, error) => {
  expect(await readRegistration({ ...complete, phone })).toMatchObject({
    errors: { phone: error },
    registration: null,
  });
});

test.each([
  ["  Eve\tPark\n", "Eve Park"],
  ["محمد بن سلمان", "محمد بن سلمان"],
  ["\u202eEve\u202c", "Eve"],
  ["👩‍🚀 Eve", "👩‍🚀 Eve"],
  ["李".repeat(100), "李".repeat(100)],
])("the name %j is kept as %j", async (name, kept) => {
  expect((await readRegistration({ ...complete, name })).registration?.name).toBe(kept);
});

test.each(["", "   ", "\u200b", "\u202e", "...", "👋"])("the name %j is none", async (name) => {
  expect((await readRegistration({ ...complete, name })).errors).toEqual({ name: "Enter your full name." });
});

test("a name or title is at most 100 characters", async () => {
  const long = "x".repeat(101);
  const error = "Use at most 100 characters. This has 101.";
  expect((await readRegistration({ ...complete, name: long, title: long })).errors).toEqual({
    name: error,
    title: error,
  });
});

test("a form of anything else is an empty form", async () => {
  for (const body of [undefined, null, "x", [], { name: ["a", "b"], timeZone: { $ne: 1 } }])
    expect(await readRegistration(body)).toMatchObject({
      registration: null,
      typed: { name: "", timeZone: "UTC" },
    });
});
