import { expect, test } from "vitest";
import type { Repetition } from "../../../src/models/review.ts";
import { dayText, nextOccurrence, occurrence } from "../../../src/services/reviews/occurrences.ts";

const every = (months: Repetition["months"], anchor: string, zone = "Europe/Berlin"): Repetition => ({
  months,
  anchor,
  zone,
  next: 1,
});
const days = (repeats: Repetition, count: number) =>
  Array.from({ length: count }, (_, at) => dayText(occurrence(repeats, at + 1), repeats.zone));

test("a review that starts on 30 November repeats on the 30th, or on the last day of a shorter month", () => {
  expect(days(every(3, "2026-11-30"), 4)).toEqual(["2027-02-28", "2027-05-30", "2027-08-30", "2027-11-30"]);
  expect(days(every(3, "2027-11-30"), 1)).toEqual(["2028-02-29"]);
  expect(days(every(6, "2026-08-31"), 3)).toEqual(["2027-02-28", "2027-08-31", "2028-02-29"]);
  expect(days(every(12, "2028-02-29"), 4)).toEqual(["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]);
});

test("it starts at 09:00 in the organisation's time zone, in summer and winter", () => {
  const at = (nth: number, zone: string) => occurrence(every(3, "2026-11-30", zone), nth).toISOString();
  expect([1, 2].map((nth) => at(nth, "Europe/Berlin"))).toEqual([
    "2027-02-28T08:00:00.000Z",
    "2027-05-30T07:00:00.000Z",
  ]);
  expect(at(1, "Pacific/Kiritimati")).toBe("2027-02-27T19:00:00.000Z");
});

test("a late review doesn't move later ones, and missed reviews aren't made up for", () => {
  const repeats = every(3, "2026-11-30");
  const after = (now: string) => {
    const { repeats: next, at } = nextOccurrence(repeats, new Date(now));
    return [next.next, dayText(at, repeats.zone)];
  };
  expect(after("2026-11-30T12:00:00Z")).toEqual([1, "2027-02-28"]);
  expect(after("2027-03-20T12:00:00Z")).toEqual([2, "2027-05-30"]);
  expect(after("2027-12-24T12:00:00Z")).toEqual([5, "2028-02-29"]);
});
