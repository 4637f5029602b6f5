import type { LanguageCode } from "../../../src/locales/languages.ts";
import { wordsIn } from "../../../src/locales/words.ts";
import type { Invitation } from "../../../src/services/invites/open-invitation.ts";
import type { OpenedConfirmation } from "../../../src/services/requests/confirmations.ts";
import { RequestSettled } from "../../../src/services/requests/refusals.ts";
import type { RequestDetails } from "../../../src/services/requests/request-details.ts";
import {
  confirmationExpiredPage,
  confirmationReplacedPage,
  confirmationSettledPage,
  confirmedPage,
  confirmPage,
  noLongerDecidesPage,
} from "../../../src/web/pages/confirm.tsx";
import {
  alreadyRegisteredPage,
  alreadyUsedPage,
  cancelledPage,
  expiredPage,
  provisionedPage,
  replacedPage,
} from "../../../src/web/pages/dead-links.tsx";
import { confirmDeclinePage, declinedPage } from "../../../src/web/pages/decline.tsx";
import { invitePage } from "../../../src/web/pages/invite.tsx";
import { layoutOf } from "../../../src/web/pages/layout.tsx";
import type { Notes } from "../../../src/web/pages/notes.ts";
import type { Page } from "../../../src/web/pages/page.ts";
import { registeredPage } from "../../../src/web/pages/registered.tsx";
import {
  brokenLinkPage,
  faultPage,
  notFoundPage,
  overloadedPage,
  refusedPage,
  tooManyRequestsPage,
  tryAgainPage,
} from "../../../src/web/pages/trouble.tsx";
import type { Reader } from "../../../src/web/reader.ts";
import { emptyForm } from "../../../src/web/registration.ts";

const now = new Date("2026-03-03T13:00:00Z");
const at = new Date("2026-03-10T13:00:00Z");
const end = { until: new Date("2026-12-31T23:00:00Z"), zone: "Europe/Berlin" };
const all = { services: "all", projects: "all", regions: "all", actions: "all" } as const;
const none = { services: [], projects: [], regions: [], actions: "all" as const };
const groups = [
  { id: "1", name: "Users", ...none, services: ["Tickets"] },
  {
    id: "2",
    name: "Data platform and everything around it",
    services: Array.from({ length: 12 }, (_, n) => `Warehouse-${n}`),
    projects: "all" as const,
    regions: ["Frankfurt", "Osaka"],
    actions: ["read"],
  },
  { id: "3", name: "Admin", ...all },
  { id: "4", name: "Nothing", ...none },
];
const facts = {
  email: "eve@example.com",
  inviter: "Mia Chen",
  inviterEmail: "mia@acme.io",
  languages: { chosen: undefined, mail: undefined },
};
const open = {
  ...facts,
  state: "open" as const,
  groups,
  term: { end },
  message: "Hi Eve!",
  name: null,
  expiresAt: at,
  now,
} satisfies Invitation;
const accepted = { ...facts, state: "accepted" as const, groups, at, nonce: null, provisioned: false };
const expired = { ...facts, state: "expired" as const, at, asked: false };
const organisation = "Acme";
const path = "/invite/token";
const shared = { path, nonce: "n".repeat(22) };
const onward = { label: "Acme", url: "https://acme.io" };

const request: RequestDetails = {
  requestId: "1",
  asker: { name: "Ben Both", email: "ben@acme.io", userId: null },
  byWorkflow: false,
  subject: null,
  group: "Billing",
  groupId: "5",
  gives: groups[1] ?? null,
  hours: null,
  wanted: end,
  longestHours: 48,
  end: null,
  status: "pending",
  reason: "Hi",
  createdAt: now,
  lapsesAt: at,
  now,
  settled: null,
  rule: null,
  earlierEnd: null,
  afterwards: null,
  inviteEnded: null,
  has: [],
  answers: [],
  questions: [],
  registered: true,
  confirmByMail: true,
  invited: false,
  byInvite: false,
  needed: 1,
  version: 1,
};
const opened = {
  request,
  requestId: "1",
  account: { teamId: "T1", userId: "U1" },
  name: "Mia Chen",
  askedAt: now,
  expiresAt: at,
  hours: 8,
};
type State<S extends OpenedConfirmation["state"]> = Extract<OpenedConfirmation, { state: S }>;
const confirming: State<"open"> = { state: "open", ...opened };
const used = (more: object): State<"used"> => ({
  state: "used",
  at,
  nonce: "",
  ...opened,
  request: { ...request, ...more },
});
const settled = (status: "approved" | "denied" | "withdrawn" | "lapsed" | "answered"): State<"settled"> => ({
  state: "settled",
  settled: new RequestSettled({ person: "Ben Both", group: "Billing", status, by: "Mia Chen", at }),
});

/** Returns every page in a language, by its state, drawn from the same facts, without requests. */
export async function drawnPages(code: LanguageCode): Promise<Map<string, string>> {
  const words = await wordsIn(code);
  const reader: Reader = { words, query: `?lang=${code}` };
  const invite = (more: object = {}, form: object = {}): Page => {
    const filled = { ...shared, typed: emptyForm, errors: {}, fresh: true, ...form };
    return invitePage({ invitation: { ...open, ...more }, organisation, status: 200, form: filled }, reader);
  };
  const typed = { ...emptyForm, name: "x".repeat(101) };
  const notes: Record<string, Notes["notice"]> = {
    foreign: ({ pages }) => pages.foreignForm,
    unsure: ({ pages }) => pages.acceptUnsure({ id: "a1b2c3d4e5" }),
    late: ({ pages }) => pages.notInTime({ id: "a1b2c3d4e5" }),
    confirm: ({ pages }) => pages.confirmUnsure({ id: "a1b2c3d4e5" }),
    now: ({ pages }) => pages.cannotNow,
  };
  const inDetails = (fault: string) => ({ code: fault });
  const registered = { ...accepted, organisation, next: undefined };
  const pages: Record<string, Page> = {
    open: invite(),
    "open, for hours": invite({ term: { hours: 3 }, groups: groups.slice(0, 1), message: null }),
    "open, for days": invite({ term: { hours: 48 }, inviter: organisation, inviterEmail: null, groups: [] }),
    errors: invite(
      {},
      {
        fresh: false,
        typed,
        errors: {
          name: { code: "tooLong", most: 100, length: 101 },
          title: inDetails("nameMissing"),
          phone: inDetails("phoneCountry"),
          timeZone: inDetails("timeZoneUnknown"),
        },
      },
    ),
    "other errors": invite(
      {},
      {
        fresh: false,
        typed,
        errors: { phone: inDetails("phoneIncomplete"), name: inDetails("phoneExtension") },
      },
    ),
    ...Object.fromEntries(
      Object.entries(notes).map(([name, notice]) => [
        `note ${name}`,
        confirmDeclinePage({ ...shared, invitation: open, organisation, status: 503, notice }, reader),
      ]),
    ),
    "decline?": confirmDeclinePage({ ...shared, invitation: open, organisation, status: 200 }, reader),
    "declined now": declinedPage({ ...facts, state: "declined", at, nonce: null }, true, reader),
    declined: declinedPage({ ...facts, state: "declined", at, nonce: null }, false, reader),
    registered: registeredPage({ ...registered, onward: null }, reader),
    "registered, one group": registeredPage({ ...registered, groups: groups.slice(0, 1), onward }, reader),
    "registered, no group": registeredPage({ ...registered, groups: [], onward }, reader),
    provisioned: provisionedPage(accepted, { label: words.pages.openSlack, url: "/" }, reader),
    "already used": alreadyUsedPage(accepted, onward, reader),
    "already registered": alreadyRegisteredPage(open, null, reader),
    cancelled: cancelledPage({ ...facts, state: "cancelled", at }, reader),
    expired: expiredPage({ ...shared, invitation: expired, status: 410 }, reader),
    asked: expiredPage({ ...shared, invitation: { ...expired, asked: true }, status: 410 }, reader),
    replaced: replacedPage({ ...facts, state: "replaced", sentAt: at }, reader),
    "on its way": replacedPage({ ...facts, state: "replaced", sentAt: null }, reader),
    "confirm?": confirmPage({ ...shared, confirmation: confirming, status: 200 }, reader),
    "confirm, no end?": confirmPage(
      {
        ...shared,
        confirmation: {
          ...confirming,
          hours: null,
          request: { ...request, wanted: null, longestHours: null, gives: null, reason: null },
        },
        status: 200,
      },
      reader,
    ),
    "confirm, an end?": confirmPage(
      {
        ...shared,
        confirmation: { ...confirming, hours: null, request: { ...request, longestHours: null } },
        status: 200,
      },
      reader,
    ),
    confirmed: confirmedPage(used({ status: "approved", end }), true, reader),
    "confirmed, for good": confirmedPage(used({ status: "approved" }), true, reader),
    "confirmed, one of two": confirmedPage(used({}), true, reader),
    "confirmed before": confirmedPage(used({ status: "approved" }), false, reader),
    "confirmation expired": confirmationExpiredPage({ state: "expired", at }, reader),
    "confirmation replaced": confirmationReplacedPage(
      { state: "replaced", sentAt: at, email: "mia@acme.io" },
      reader,
    ),
    ...Object.fromEntries(
      (["approved", "denied", "withdrawn", "lapsed", "answered"] as const).map((status) => [
        `settled ${status}`,
        confirmationSettledPage(settled(status), reader),
      ]),
    ),
    "no longer": noLongerDecidesPage(reader),
    broken: brokenLinkPage(reader),
    missing: notFoundPage(reader),
    overloaded: overloadedPage(reader),
    "too many": tooManyRequestsPage(reader),
    "too long": refusedPage(413, reader),
    unreadable: refusedPage(400, reader),
    "try again": tryAgainPage("a1b2c3d4e5", reader),
    fault: faultPage("a1b2c3d4e5", reader),
  };
  const drawn = layoutOf(organisation);
  const menu = words.details.language;
  return new Map(
    Object.entries(pages).map(([state, page]) => [state, drawn(page, { language: words.language, menu })]),
  );
}
