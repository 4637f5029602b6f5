import type { GroupRules } from "../../../services/groups/access-rules.ts";
import type { RequestDetails } from "../../../services/requests/request-details.ts";
import type { Requestable } from "../../../services/requests/requestable.ts";
import { atOnceView } from "../../../slack/groups/at-once-view.ts";
import { rulesTextView } from "../../../slack/groups/rules-text-view.ts";
import { rulesView } from "../../../slack/groups/rules-view.ts";
import { looserRulesCard, requestCard } from "../../../slack/messages/request-card.ts";
import { requestNewsCard } from "../../../slack/messages/request-news.ts";
import type { RequestRole } from "../../../slack/messages/request-phrases.ts";
import { approveLessView, questionView, requestFormView } from "../../../slack/requests/form-view.ts";
import { requestListState } from "../../../slack/requests/list-state.ts";
import { requestsView, requestView } from "../../../slack/requests/list-view.ts";
import { askedView } from "../../../slack/requests/listeners.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const state = (f: Facts) => ({
  which: f.yes ? ("all" as const) : ("waiting" as const),
  cursor: f.pageCursor,
});
const as = (role: RequestRole, account = "U2") => ({ role, account });
const reader = ({ words }: Facts) => ({ words, timeZone: "America/Argentina/ComodRivadavia" });
const about = (f: Facts) => ({ requestId: f.id, list: requestListState.encode(state(f)), question: 0 });

/** Pending by default, so that its buttons are drawn. */
function request(f: Facts, status: RequestDetails["status"] = "pending"): RequestDetails {
  const settled = status === "pending" ? null : { by: f.by, at: f.at };
  return {
    requestId: f.id,
    asker: { name: f.name, email: f.email, userId: "U1" },
    byWorkflow: f.all && f.yes,
    subject: f.all ? { name: f.name, email: f.email, userId: null } : null,
    group: f.detail.name,
    groupId: f.id,
    hours: f.all ? null : 72,
    status,
    createdAt: f.at,
    settled,
    gives: f.yes ? f.detail : null,
    reason: f.message || null,
    wanted: f.all ? f.end : null,
    has: f.invite.groups,
    registered: f.yes,
    lapsesAt: f.at,
    answers: [
      { by: f.by, account: "U1", approved: true, hours: null, reason: null, at: f.at },
      { by: f.by, account: null, approved: false, hours: null, reason: f.message, at: f.at },
    ],
    needed: 2,
    longestHours: f.all ? 24 : null,
    rule: null,
    earlierEnd: null,
    afterwards: null,
    confirmByMail: f.yes,
    questions: Array.from({ length: 10 }, () => ({ by: f.by, text: f.message, reply: f.message }))
      .slice(0, f.yes ? 10 : 1)
      .concat([{ by: f.by, text: f.message, reply: f.message }])
      .map((each, at, all) => ({ ...each, reply: at === all.length - 1 ? null : each.reply })),
    end: f.yes ? f.end : null,
    invited: f.all,
    byInvite: f.all,
    inviteEnded: f.yes ? "cancelled" : null,
    version: 1,
    now: f.at,
  };
}

const takenAway = (f: Facts) => ({
  answer: "taken_away" as const,
  by: f.by,
  at: f.at,
  kept: f.yes ? { end: f.all ? f.end : null } : null,
});

const requestable = (f: Facts): Requestable[] =>
  f.groups.map((group, at) => ({
    ...group,
    description: f.description,
    answered: !f.yes,
    atOnce: { preApproved: f.yes ? 8 : null, emergency: f.all ? 8 : null },
    longestHours: f.all ? null : 168,
    standing:
      at % 4 === 1
        ? { kind: "asked" }
        : at % 4 === 2
          ? { kind: "has", end: null }
          : at % 4 === 3
            ? { kind: "has", end: f.end }
            : { kind: "open" },
  }));

/** The values filled into the forms about a group's rules. */
const form = (f: Facts) => ({
  choices: f.groups,
  state: {
    page: {
      groupId: f.id,
      tab: "members" as const,
      cursor: f.pageCursor,
      list: { text: f.search, cursor: f.pageCursor },
    },
    version: 1,
  },
  problem: f.yes ? f.long : undefined,
});

const rules = (f: Facts): GroupRules => ({
  group: { id: f.id, name: f.detail.name, version: 1 },
  rules: {
    open: f.yes,
    deciders: f.yes ? f.id : null,
    answers: f.all ? 2 : 1,
    longestHours: f.all ? null : 168,
    confirmByMail: f.yes,
    preApproved: f.yes ? { group: f.id, hours: 8 } : null,
    emergency: f.all ? { group: f.id, hours: 720 } : null,
  },
  deciders: f.yes ? { id: f.id, name: f.detail.name } : null,
  mayDelegate: f.yes || f.all,
  takesTwo: f.all,
});

export const requestScreens: Record<string, Screen> = {
  askedView: (f) => askedView({ group: f.detail.name, rule: f.yes ? "emergency" : null }, f.words),
  approveLessView: (f) => approveLessView(request(f), about(f), f.words, f.yes ? f.long : undefined),
  looserRulesCard: (f) => looserRulesCard(f.detail.name, f.by),
  "questionView, deny": (f) =>
    questionView("deny", request(f), about(f), f.words, f.yes ? f.long : undefined),
  "questionView, ask": (f) => questionView("ask", request(f), about(f), f.words),
  "questionView, reply": (f) => questionView("reply", request(f), about(f), f.words),
  "requestCard, asker": (f) => requestCard(request(f), as("asker"), reader(f)),
  "requestCard, decider": (f) => requestCard(request(f), as("decider", f.yes ? "U1" : "U2"), reader(f)),
  "requestCard, emergency": (f) =>
    requestCard(
      {
        ...request(f, "approved"),
        rule: "emergency",
        earlierEnd: f.yes ? f.end : null,
        now: new Date(0),
      },
      as("afterwards"),
      reader(f),
    ),
  "requestCard, seen": (f) =>
    requestCard(
      {
        ...request(f, "approved"),
        rule: f.yes ? "emergency" : "pre_approved",
        afterwards: f.all ? { answer: "seen", by: f.by, at: f.at, kept: null } : takenAway(f),
      },
      as("afterwards"),
      reader(f),
    ),
  "requestNewsCard, granted": (f) =>
    requestNewsCard({ ...request(f, "approved"), rule: "pre_approved" }, "granted", reader(f)),
  atOnceView: (f) =>
    atOnceView({
      ...rules(f),
      ...form(f),
    }),
  "requestCard, settled": (f) =>
    requestCard(request(f, f.yes ? "approved" : "denied"), as("asker"), reader(f)),
  requestFormView: (f) =>
    requestFormView(
      requestable(f),
      { newId: f.id, groupId: f.groups[0]?.id, problem: f.yes ? f.long : undefined },
      f.words,
    ),
  "requestNewsCard, asked": (f) => requestNewsCard(request(f), "asked", reader(f)),
  "requestNewsCard, taken away": (f) =>
    requestNewsCard(
      { ...request(f, "approved"), rule: "emergency", afterwards: takenAway(f) },
      "taken_away",
      reader(f),
    ),
  "requestNewsCard, settled": (f) =>
    requestNewsCard(request(f, f.yes ? "approved" : "denied"), "settled", reader(f)),
  "requestNewsCard, waiting": (f) => requestNewsCard(request(f), f.yes ? "waiting" : "replied", reader(f)),
  "requestView, reader": (f) =>
    requestView(request(f), as("reader"), requestListState.encode(state(f)), f.words),
  requestView: (f) =>
    requestView(
      request(f),
      as(f.yes ? "decider" : "asker"),
      requestListState.encode(state(f)),
      f.words,
      f.flash,
    ),
  requestsView: (f) =>
    requestsView({ ...f.page(request(f)), state: state(f), all: f.yes, flash: f.flash, words: f.words }),
  rulesTextView: (f) => rulesTextView(rules(f)),
  "requestView, lapsed": (f) =>
    requestView(request(f, "lapsed"), as("decider"), requestListState.encode(state(f)), f.words, f.flash),
  rulesView: (f) =>
    rulesView({
      ...rules(f),
      ...form(f),
    }),
};
