import { expect, test } from "vitest";
import { findTimeZones } from "../../../src/services/users/find-time-zones.ts";
import { renamed } from "../../../src/services/users/time-zone-names.ts";
import {
  citiesByRegion,
  isSameTimeZone,
  labelOf,
  timeZoneLabel,
  timeZoneOf,
} from "../../../src/services/users/time-zones.ts";

const cities = citiesByRegion().flatMap(([, inRegion]) => inRegion);
const labelsFor = (typed: string) => findTimeZones(typed).map(labelOf);

test("every city on offer stands for its own zone, by its name and by what the form sends for it", () => {
  expect(cities.length).toBeGreaterThan(400);
  expect(new Set(cities.map(({ zone }) => zone)).size).toBe(cities.length);
  for (const { zone, label, value } of cities) {
    expect([label, timeZoneOf(label)]).toEqual([label, zone]);
    expect([value, timeZoneOf(value)]).toEqual([value, zone]);
    expect([zone, timeZoneOf(zone)]).toEqual([zone, zone]);
    expect(value).toMatch(/^[A-Za-z_-]+$/);
  }
});

test.each([
  ["Berlin", "Europe/Berlin"],
  ["Buenos Aires", "America/Argentina/Buenos_Aires"],
  ["Kyiv", "Europe/Kyiv"],
  ["Kiev", "Europe/Kyiv"],
  ["europe/kyiv", "Europe/Kyiv"],
  ["Metlakatla", "America/Metlakatla"],
  ["UTC", "UTC"],
  ["US/Eastern", "US/Eastern"],
  ["America/Argentina/ComodRivadavia", "America/Argentina/ComodRivadavia"],
  ["Atlantis", null],
  ["San", null],
  ["+05:00", null],
  ["_", null],
  ["", null],
])("the time zone %j is %j", (sent, zone) => {
  expect(timeZoneOf(sent)).toBe(zone);
});

test.each(Object.entries(renamed))(
  "%s and %s are one zone, kept by either name and shown by the newer",
  (old, now) => {
    expect([timeZoneOf(old), timeZoneOf(now)]).toEqual([old, now]);
    expect(isSameTimeZone(old, now)).toBe(true);
    expect(timeZoneLabel(old)).toBe(timeZoneLabel(now));
    const offered = cities.filter(({ zone }) => isSameTimeZone(zone, old));
    expect(offered.map(({ zone }) => zone)).toEqual([now]);
    const city = now.slice(now.lastIndexOf("/") + 1).replaceAll("_", " ");
    expect(timeZoneLabel(old)).toBe(`${city} (${now.slice(0, now.indexOf("/"))})`);
  },
);

test.each([
  ["Europe/Berlin", "Europe/Paris", false],
  ["US/Eastern", "America/New_York", true],
  ["Etc/UTC", "UTC", true],
  ["Nowhere/Atlantis", "Nowhere/Atlantis", true],
  ["Nowhere/Atlantis", "Nowhere/Thule", false],
])("%s and %s are the same: %s", (one, other, same) => {
  expect(isSameTimeZone(one, other)).toBe(same);
});

test.each([
  ["UTC", "UTC"],
  ["US/Eastern", "New York (America)"],
  ["America/Argentina/Buenos_Aires", "Buenos Aires (America)"],
  ["Nowhere/Atlantis", "Nowhere/Atlantis"],
])("%s is shown as %s", (zone, label) => {
  expect(timeZoneLabel(zone)).toBe(label);
});

test.each([
  ["Mumbai", "Kolkata (Asia)"],
  ["delhi", "Kolkata (Asia)"],
  ["New Delhi", "Kolkata (Asia)"],
  ["India", "Kolkata (Asia)"],
  ["Calcutta", "Kolkata (Asia)"],
  ["kol", "Kolkata (Asia)"],
  ["Saigon", "Ho Chi Minh (Asia)"],
  ["Hanoi", "Ho Chi Minh (Asia)"],
  ["Kiev", "Kyiv (Europe)"],
  ["KYIV", "Kyiv (Europe)"],
  ["São Paulo", "Sao Paulo (America)"],
  ["Zürich", "Zurich (Europe)"],
  ["München", "Berlin (Europe)"],
  ["Du\u0308sseldorf", "Berlin (Europe)"],
  ["Łódź", "Warsaw (Europe)"],
  ["ıstanbul", "Istanbul (Europe)"],
  ["Wien", "Vienna (Europe)"],
  ["Praha", "Prague (Europe)"],
  ["Den Haag", "Amsterdam (Europe)"],
  ["NYC", "New York (America)"],
  ["Beijing", "Shanghai (Asia)"],
  ["San Francisco", "Los Angeles (America)"],
  ["  new   y", "New York (America)"],
  ["Kyiv (Europe)", "Kyiv (Europe)"],
  ["america/new_york", "New York (America)"],
  ["GMT", "UTC"],
])("who types %j finds %s first", (typed, label) => {
  expect(labelsFor(typed)[0]).toBe(label);
});

test("an abbreviation finds every place that uses it, before names that only start with it", () => {
  expect(labelsFor("EST")).toEqual(
    expect.arrayContaining(["New York (America)", "Toronto (America)", "Panama (America)"]),
  );
  expect(labelsFor("IST")).toEqual([
    "Jerusalem (Asia)",
    "Kolkata (Asia)",
    "Dublin (Europe)",
    "Istanbul (Europe)",
  ]);
  expect(labelsFor("nowhere")).toEqual([]);
});
