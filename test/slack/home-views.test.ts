import { expect, test } from "vitest";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import { english } from "../../src/locales/english.ts";
import type { Self } from "../../src/services/home/home.ts";
import type { PendingInvite } from "../../src/services/invites/invite-rows.ts";
import { detailsView, zoneOptions } from "../../src/slack/home/details-view.ts";
import { homeView, troubleView } from "../../src/slack/home/view.ts";

const long = (most: number) => "<@U1> *b* `&:tada:\u202e👩‍👩‍👧 ".repeat(most).slice(0, most);
const id = (at: number) => at.toString(16).padStart(24, "a");
const email = `${"x".repeat(60)}@${"d".repeat(180)}.example`;
const names = Array.from({ length: 100 }, () => long(60));
const now = new Date();
const settings = {
  organisation: long(100),
  askable: ["U1", "U2", "U3"],
  deliveryReported: false,
  sealing: { stopped: "set_back" as const },
  words: english,
};
const delivery = { state: "bounced" as const, generation: 1, at: now, reason: long(500), permanent: true };
const invite = (at: number): PendingInvite => ({
  inviteId: id(at),
  generation: 1_000_000,
  email,
  groups: names,
  term: "until 31 December 2999, 10:00 (America/Argentina/ComodRivadavia)",
  by: long(100),
  queuedAt: now,
  createdAt: now,
  expiresAt: now,
  delivery,
  groupIds: [],
  expired: false,
});
const self: Self = {
  kind: "user",
  details: {
    name: long(100),
    title: long(100),
    phone: "+".repeat(32),
    timeZone: "America/Argentina/ComodRivadavia",
    language: "es-419",
    email,
  },
  suspended: false,
  ended: [],
  groups: Array.from({ length: 200 }, (_, at) => ({
    id: id(at),
    name: long(60),
    services: names,
    projects: names,
    regions: names,
    actions: names,
    end: { until: now, zone: "America/Argentina/ComodRivadavia" },
  })),
};
const held = { mails: 1_001, reason: "sender_refused" };
const counts = { pending: 1_001, trouble: 1_001, expiring: 1_001, ending: 1_001, users: 1_001, held };
const attention = Array.from({ length: 10 }, (_, at) => invite(at));
const requests = { canAsk: true, waiting: 1_001 };
const profile = {
  now,
  requests,
  shows: "profile" as const,
  ineligible: false,
  accountId: "U1",
  askInstead: [],
};
const { details } = self;

test.each(
  Object.entries({
    overview: homeView(
      { now, requests, shows: "overview", self, ...counts, attention, moreAttention: true },
      settings,
      { text: long(5_000), kind: "not_permitted" },
    ),
    setup: homeView(
      {
        now,
        requests,
        shows: "setup",
        email,
        confirmed: false,
        name: long(100),
        testMail: { generation: 1, to: email, delivery },
      },
      settings,
      { text: long(5_000), kind: "not_permitted" },
    ),
    "setup without an address": homeView(
      { now, requests, shows: "setup", email: null, confirmed: false, name: "Mia", testMail: null },
      settings,
    ),
    profile: homeView({ ...profile, self, askInstead: [{ name: long(100), userId: "U1" }] }, settings, {
      text: long(5_000),
      kind: "not_permitted",
    }),
    stranger: homeView({ ...profile, self: { kind: "stranger" } }, settings),
    "stranger, where nobody is": homeView(
      { ...profile, self: { kind: "stranger" } },
      { ...settings, askable: [] },
    ),
    paused: homeView({ ...profile, self: { kind: "paused", reason: "email_changed" } }, settings),
    trouble: troubleView(long(100), long(500), english),
    details: detailsView({ ...details, name: long(3_000), title: long(3_000), phone: long(3_000) }, english),
  }),
)("Slack takes it at the extremes of our limits: %s", (_name, surface) => {
  expect(breaches(surface)).toEqual([]);
});

test("counts stop at 1,000+, one is singular, and no word is left empty", () => {
  const drawn = JSON.stringify(
    homeView(
      {
        now,
        requests,
        shows: "overview",
        self: { kind: "stranger" },
        ...counts,
        pending: 1,
        attention: [],
        moreAttention: false,
      },
      settings,
    ),
  );
  for (const count of [
    "1 Pending Invite",
    "1,000+ Have Delivery Trouble",
    "1,000+ Expire Within 48 Hours",
    "1,000+ Users",
  ])
    expect(drawn).toContain(`"${count}"`);
  expect(drawn).not.toContain("Edit My Details");
});

test("time zones are found by the start of a city, of a nearby place or of a region, at most 100", () => {
  const labels = (typed: string) => zoneOptions(typed).map(({ text }) => text.text);
  expect(labels("")).toHaveLength(100);
  expect(labels("kol")).toEqual(["Kolkata (Asia)"]);
  expect(labels("new y")).toEqual(["New York (America)"]);
  expect(labels("york")).toEqual(["New York (America)"]);
  expect(labels("europe")).toContain("Berlin (Europe)");
  expect(labels("mumb")).toEqual(["Kolkata (Asia)"]);
  expect(labels("EST")[0]).toBe("New York (America)");
  expect(labels("nowhere")).toEqual([]);
});
