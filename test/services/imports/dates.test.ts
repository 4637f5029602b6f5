import { expect, test } from "vitest";
import { endFault } from "../../../src/services/imports/check-lines.ts";

test.each([
  ["UTC", "2026-12-03T00:00:00Z", "2027-01-02"],
  ["UTC", "2026-12-03T23:59:59Z", "2027-01-02"],
  ["America/Santiago", "2026-12-03T02:59:59Z", "2027-01-01"],
  ["Pacific/Kiritimati", "2026-12-03T10:00:00Z", "2027-01-03"],
  // Clocks go back by an hour in between, or forward at midnight.
  ["Europe/Berlin", "2026-10-03T22:30:00Z", "2026-11-03"],
  ["America/Santiago", "2026-08-08T04:30:00Z", "2026-09-07"],
])("in %s at %s a link can last until %s, 30 days ahead, and no day more", (zone, at, last) => {
  const now = new Date(at);
  const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, last.length);
  expect(endFault({ expires: last }, { now, zone })).toBeUndefined();
  expect(endFault({ expires: next }, { now, zone })).toMatchObject({ code: "too_late", fact: "30" });
});

test("today can be the last day, as long as it lasts in the zone", () => {
  const now = new Date("2026-12-03T10:00:00Z");
  for (const column of ["until", "expires"] as const) {
    expect(endFault({ [column]: "2026-12-03" }, { now, zone: "UTC" })).toBeUndefined();
    expect(endFault({ [column]: "2026-12-03" }, { now, zone: "Pacific/Kiritimati" })).toEqual({
      code: "past",
      column,
    });
    expect(endFault({ [column]: "2026-12-02" }, { now, zone: "Pacific/Pago_Pago" })).toBeUndefined();
    const last = { now: new Date("2026-12-04T00:00:00Z"), zone: "UTC" };
    expect(endFault({ [column]: "2026-12-03" }, last)).toMatchObject({ code: "past" });
  }
});
