import type { Home } from "../../../services/home/home.ts";
import { detailsView } from "../../../slack/home/details-view.ts";
import { homeView, troubleView } from "../../../slack/home/view.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const settings = (f: Facts) => ({
  organisation: f.name,
  askable: ["U1", "U2"],
  words: f.words,
  sealing: f.sealing,
  ...f.reporting,
});
const flash = (f: Facts) =>
  f.yes ? { text: f.long, kind: f.all ? ("not_permitted" as const) : ("done" as const) } : undefined;
const self = (f: Facts) => ({
  kind: "user" as const,
  details: f.details,
  suspended: f.yes,
  groups: f.groups.map((group) => ({ ...group, end: f.all ? f.end : null })),
  ended: f.yes ? f.user.ended : [],
});

const requests = (f: Facts) => ({ canAsk: f.yes, waiting: f.count });

const overview = (f: Facts): Home => ({
  now: f.at,
  requests: requests(f),
  shows: "overview",
  self: self(f),
  pending: f.count,
  trouble: f.count,
  expiring: f.count,
  ending: f.count,
  held: f.yes ? { mails: f.count, reason: f.long } : null,
  users: f.count,
  attention: f.invites,
  moreAttention: f.yes,
});
const profile = (f: Facts): Extract<Home, { shows: "profile" }> => ({
  now: f.at,
  requests: requests(f),
  shows: "profile",
  self: self(f),
  askInstead: [{ name: f.by, userId: "U1" }],
  ineligible: false,
  accountId: "U1",
});
const setup = (f: Facts): Home => ({
  now: f.at,
  requests: requests(f),
  shows: "setup",
  email: f.email,
  confirmed: f.all,
  name: f.name,
  testMail: { generation: 1, to: f.email, delivery: f.invite.delivery },
});

export const homeScreens: Record<string, Screen> = {
  "homeView, overview": (f) => homeView(overview(f), settings(f), flash(f)),
  "homeView, profile": (f) => homeView(profile(f), settings(f), flash(f)),
  "homeView, without a profile": (f) =>
    homeView(
      { ...profile(f), self: f.yes ? { kind: "paused", reason: "guest" } : { kind: "stranger" } },
      {
        ...settings(f),
        askable: f.all ? ["U1", "U2"] : [],
      },
    ),
  "homeView, setup": (f) => homeView(setup(f), settings(f), flash(f)),
  detailsView: (f) => detailsView(f.details, f.words),
  troubleView: (f) => troubleView(f.name, f.reason, f.words),
};
