import { expect, test } from "vitest";
import * as z from "zod";
import { breaches } from "../../dev/emulators/slack/limits.ts";
import type { Facts } from "../../src/cli/doctor/screens/facts.ts";
import { samples } from "../../src/cli/doctor/screens/samples.ts";
import type { Screen } from "../../src/cli/doctor/screens/screen.ts";
import { screens } from "../../src/cli/doctor/screens/screens.ts";
import { english } from "../../src/locales/english.ts";
import { type LanguageCode, languageCodes, languages } from "../../src/locales/languages.ts";
import { wordsIn } from "../../src/locales/words.ts";
import { NotFound } from "../../src/services/errors.ts";
import { GroupDeleted, GroupManaged } from "../../src/services/groups/refusals.ts";
import {
  ConfirmationNeeded,
  InvalidRequest,
  OwnRequest,
  RequestSettled,
} from "../../src/services/requests/refusals.ts";
import { LastAdmin } from "../../src/services/users/refusals.ts";
import { errorText } from "../../src/slack/kit/error-text.ts";
import { pseudoWords } from "../support/pseudo-words.ts";

/** What somebody reads who is no admin; some of them, admins read too, in English. */
const memberScreens = [
  ...["homeView, profile", "homeView, without a profile", "detailsView", "troubleView"],
  ...["requestFormView", "requestView", "requestView, reader", "requestView, lapsed", "askedView"],
  ...["questionView, deny", "questionView, ask", "questionView, reply", "approveLessView"],
  ...["requestCard, asker", "requestCard, decider", "requestCard, settled"],
  ...["requestNewsCard, asked", "requestNewsCard, settled", "requestNewsCard, waiting"],
  ...["requestNewsCard, granted", "endedCard", "endingCard", "reviewRemovedCard"],
  ...["askCard", "formerAdminCard", "formerDeciderCard", "noticeIn", "requestsView"],
];

function screen(name: string): Screen {
  const found = screens[name];
  if (!found) throw new Error(`no screen is called ${name}`);
  return found;
}

/** Draws each of them from the facts at their limits. */
function drawn(words: Facts["words"]) {
  return memberScreens.flatMap((name) =>
    samples.map((facts) => ({ name, surface: screen(name)({ ...facts, words }) })),
  );
}

test.each(languageCodes)(
  "Slack accepts every member screen in %s, at the limits of its facts",
  async (code) => {
    for (const { name, surface } of drawn(await wordsIn(code)))
      expect([name, breaches(surface)]).toEqual([name, []]);
  },
);

/** Slack’s limits on what stands by itself; longer ones would be cut. */
const titles = {
  slack: ["saved", "notDone", "oneMoment"],
  home: ["editTitle"],
  requests: [
    ...["title", "list", "request", "sentTitle", "gotTitle", "denyTitle", "askTitle"],
    ...["approveLessTitle", "reply"],
  ],
} as const;
const submits = {
  home: ["save"],
  requests: ["send", "approve", "deny", "ask", "reply"],
  slack: ["close"],
} as const;

test.each(languageCodes)("no text is cut in %s", async (code) => {
  const words = await wordsIn(code);
  const said = (keys: Partial<Record<string, readonly string[]>>) =>
    Object.entries(keys).flatMap(([section, names = []]) =>
      names.map((key) => [key, z.string().parse(Reflect.get(Reflect.get(words, section), key))] as const),
    );
  const tooLong = [...said(titles), ...said(submits)].filter(([, text]) => text.length > 24);
  expect(tooLong).toEqual([]);
  expect(words.requests.emergencyOption.length).toBeLessThanOrEqual(75);
});

/** What of a surface is no text. */
const codes = ["type", "value", "action_id", "block_id", "callback_id", "private_metadata", "style"];
const others = ["format", "user_id", "level", "fallback", "trigger_actions_on"];

function textsIn(node: unknown): string[] {
  if (typeof node === "string") return [node];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    [...codes, ...others].includes(key) ? [] : textsIn(value),
  );
}

test("nothing on a member’s screens is left in English", () => {
  const facts = samples
    .slice(-2)
    .flatMap((sample) =>
      [true, false].flatMap((yes) =>
        [true, false].map((all) => ({ ...sample, yes, all, words: pseudoWords })),
      ),
    );
  /** Names that are the same in every language. */
  const data = [
    ...["i@x.io", "America/Argentina/ComodRivadavia", "Catamarca (America)", "London (Europe)", "All"],
    ...languages.map(({ name }) => name),
  ].sort((one, other) => other.length - one.length);
  for (const name of memberScreens)
    for (const each of facts) {
      // Only admins have a list of all requests.
      if (name === "requestsView" && each.yes) continue;
      const texts = textsIn(screen(name)(each)).map((text) =>
        data.reduce((rest, word) => rest.replaceAll(word, ""), text),
      );
      expect([name, texts.filter((text) => /[a-z]{2,}/i.test(text))]).toEqual([name, []]);
    }
});

const at = new Date("2026-03-03T13:00:00Z");
const settled = (status: RequestSettled["facts"]["status"]) =>
  new RequestSettled({ person: "Eve", group: "Vault", status, by: "Mia", at });
const refused = [
  ...(["approved", "denied", "withdrawn", "lapsed", "answered"] as const).map(settled),
  new OwnRequest(),
  new NotFound({ what: "request" }),
  new NotFound({ what: "draft" }),
  new ConfirmationNeeded({ group: "Vault", because: "not_registered" }),
  new GroupManaged({ groups: [{ name: "Vault", by: "Okta" }] }),
  new GroupDeleted({ name: "Vault", by: "Mia", at }),
  new LastAdmin({ name: "Mia", othersEnd: false }),
  new InvalidRequest({
    group: { code: "notOpen", group: "Vault" },
    hours: { code: "hoursMost", group: "Vault", hours: 48 },
    reason: { code: "reason", most: 500 },
    request: { code: "suspended", person: "Eve" },
    until: { code: "inviteSettled", email: "eve@example.com", status: "accepted" },
    domain: { code: "domain", domain: "example.com" },
    often: { code: "deniedToday" },
    invite: { code: "otherTime", email: "eve@example.com" },
  }),
];

test.each(languageCodes)(
  "every refusal that a member can meet is given in %s, with its facts",
  async (code) => {
    const words = await wordsIn(code);
    for (const error of refused) {
      const text = errorText(error, { words, timeZone: "Europe/Berlin" });
      const about = `${error.code}: ${text}`;
      if (code === "en") expect(text).toBe(error.sentence("Europe/Berlin"));
      else expect(text, about).not.toBe(error.sentence("Europe/Berlin"));
      expect(text, about).not.toMatch(/[{}#]|undefined|\[object/);
      for (const fact of ["Vault", "Eve", "14:00", "48", "500", "example.com"])
        if (error.sentence("Europe/Berlin").includes(fact)) expect(text, about).toContain(fact);
    }
  },
);

test("the sentences of errors are those of the English catalogue", () => {
  const { refusals, slack } = english;
  expect(refusals.ownRequest).toBe(new OwnRequest().sentence());
  expect(slack.requestGone).toBe(new NotFound({ what: "request" }).sentence());
  expect(slack.formExpired).toBe(new NotFound({ what: "draft" }).sentence());
});

const rightToLeft: LanguageCode[] = ["ar", "he"];
test.each(rightToLeft)("in %s, names and addresses don't turn a sentence around", async (code) => {
  const words = await wordsIn(code);
  const surface = screen("requestNewsCard, asked")({ ...pick(samples), words });
  expect(textsIn(surface).join()).toMatch(/\u2068[^\u2069]*Wide words[^\u2069]*\u2069/);
  const home = screen("homeView, profile")({ ...pick(samples), words });
  expect(textsIn(home).join()).toMatch(/\u2068\+{32}\u2069/);
  // What ended, and its end, run as the language does, though they begin with a name and with a number.
  expect(textsIn(home)).toContainEqual(expect.stringMatching(/^\u200f\u2068Wide words.*\u2067/));
  // Nor does what Slack draws: *@Mia Chen* and *3 Mar 2026* begin with a sign and with a number.
  for (const type of ["user", "date"])
    expect(JSON.stringify(home)).toMatch(
      new RegExp(`"\u2068"},{"type":"${type}",((?!"type").)+"type":"text","text":"\u2069"}`),
    );
});

function pick(all: readonly Facts[]): Facts {
  const [first] = all;
  if (!first) throw new Error("there are no samples");
  return first;
}
