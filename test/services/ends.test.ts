import { describe, expect, test } from "vitest";
import { assertAhead, endText, laterEnd, readEnd } from "../../src/services/ends.ts";
import { localDaysUntil } from "../../src/services/local-time.ts";

const instant = (text: string, zone: string) => readEnd(text, zone)?.until.toISOString() ?? null;

describe("a date without a time ends at the first instant of the next day", () => {
  test.each([
    ["2026-12-31", "UTC", "2027-01-01T00:00:00.000Z"],
    ["2026-12-31", "Europe/Berlin", "2026-12-31T23:00:00.000Z"],
    ["2026-07-31", "Europe/Berlin", "2026-07-31T22:00:00.000Z"],
    // The day begins at 01:00 there.
    ["2026-09-05", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    // Its last hour is shown twice: 24 hours and one.
    ["2026-04-04", "America/Santiago", "2026-04-05T04:00:00.000Z"],
    // 00:00 is shown twice: the first time is the day's first instant.
    ["2026-10-31", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["2026-12-31", "Pacific/Kiritimati", "2026-12-31T10:00:00.000Z"],
    ["2026-12-31", "Pacific/Pago_Pago", "2027-01-01T11:00:00.000Z"],
    ["2026-12-31", "Asia/Kathmandu", "2026-12-31T18:15:00.000Z"],
    ["2028-02-28", "UTC", "2028-02-29T00:00:00.000Z"],
  ])("%s in %s ends at %s", (text, zone, until) => {
    expect(instant(text, zone)).toBe(until);
  });
});

describe("a time is read in the zone, with its offset at that time", () => {
  test.each([
    ["2026-07-01T17:00", "Europe/Berlin", "2026-07-01T15:00:00.000Z"],
    ["2026-12-01 17:00", "Europe/Berlin", "2026-12-01T16:00:00.000Z"],
    // Shown twice: the later one.
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T01:30:00.000Z"],
    // Skipped: it moves on to 03:30.
    ["2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:30:00.000Z"],
    ["2026-12-01T17:00:00Z", "Europe/Berlin", "2026-12-01T17:00:00.000Z"],
    ["2026-12-01T17:00:00+05:30", "Europe/Berlin", "2026-12-01T11:30:00.000Z"],
  ])("%s in %s is %s", (text, zone, until) => {
    expect(instant(text, zone)).toBe(until);
  });
});

test.each([
  "",
  "tomorrow",
  "31.12.2026",
  "2026-02-30",
  "2026-13-01",
  "2026-12-31T25:00",
  "2026-12-31T",
  "26-12-31",
  "2026-12-31T10:00+99:99",
  "0000-01-01",
])("%j can't be read", (text) => expect(readEnd(text, "Europe/Berlin")).toBeNull());

test("an end is shown by its last day, or by day and time, with its zone", () => {
  const named = (text: string, zone: string) => {
    const end = readEnd(text, zone);
    return end && endText(end);
  };
  expect(named("2026-12-31", "Europe/Berlin")).toBe("31 December 2026 (Europe/Berlin)");
  expect(named("2026-09-05", "America/Santiago")).toBe("5 September 2026 (America/Santiago)");
  expect(named("2026-07-01T17:00", "Europe/Berlin")).toBe("1 July 2026, 17:00 (Europe/Berlin)");
  expect(named("2026-07-01T17:00Z", "Europe/Berlin")).toBe("1 July 2026, 19:00 (Europe/Berlin)");
});

test("an end long ago is shown with its own year", () => {
  const end = readEnd("0050-01-01", "Europe/Berlin");
  expect(end && endText(end)).toBe("1 January 50 (Europe/Berlin)");
});

test("days until an end are whole local days, rounded up", () => {
  const days = (now: string, until: string, zone: string) =>
    localDaysUntil(new Date(now), new Date(until), zone);
  expect(days("2026-03-01T14:00Z", "2026-03-02T23:00Z", "Europe/Berlin")).toBe(2);
  expect(days("2026-03-01T14:00Z", "2026-03-02T14:00Z", "Europe/Berlin")).toBe(1);
  expect(days("2026-03-01T14:00Z", "2026-03-02T14:01Z", "Europe/Berlin")).toBe(2);
  expect(days("2026-03-01T14:00Z", "2026-03-01T14:01Z", "Europe/Berlin")).toBe(1);
  // 23 hours are a day where the clocks are put forward, and 25 where they are put back.
  expect(days("2026-03-28T11:00Z", "2026-03-29T10:00Z", "Europe/Berlin")).toBe(1);
  expect(days("2026-10-24T10:00Z", "2026-10-25T11:00Z", "Europe/Berlin")).toBe(1);
});

test("an end in the past is refused; of two ends the later counts, and no end is the latest", () => {
  const [early, late] = ["2026-01-01", "2026-12-31"].map((text) => readEnd(text, "UTC") ?? null);
  const now = new Date("2026-06-01");
  expect(() => assertAhead(early, now)).toThrow(
    expect.objectContaining({
      fields: { until: expect.stringContaining("1 January 2026 (UTC) is in the past") },
    }),
  );
  assertAhead(late, now);
  assertAhead(null, now);
  expect(laterEnd(early ?? null, late ?? null)).toBe(late);
  expect(laterEnd(early ?? null, null)).toBeNull();
});
