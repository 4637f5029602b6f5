import { batchView } from "../../../slack/invites/batch-view.ts";
import { editGroupsView, linkView } from "../../../slack/invites/edit-view.ts";
import { inviteForm } from "../../../slack/invites/form-view.ts";
import { cancellationView } from "../../../slack/invites/pending-cancellation.ts";
import { severalResultView, severalReviewView } from "../../../slack/invites/pending-review-view.ts";
import { selectView } from "../../../slack/invites/pending-select-view.ts";
import { pendingView } from "../../../slack/invites/pending-view.ts";
import type { InviteResult } from "../../../slack/invites/result-state.ts";
import { inviteResult } from "../../../slack/invites/result-view.ts";
import { reviewView } from "../../../slack/invites/review-view.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const result = (f: Facts): InviteResult => ({
  outcomes: f.addresses.map((email, at) =>
    at % 3 === 0
      ? { email, outcome: "invited", inviteId: f.id, generation: 1 }
      : at % 3 === 1
        ? {
            email,
            outcome: "pending",
            inviteId: f.id,
            generation: 1,
            by: f.by,
            delivery: f.invite.delivery,
          }
        : { email, outcome: "domain" },
  ),
  ignoredWords: f.count,
  madeAt: f.at,
  sendsAt: f.at,
  page: 0,
  since: {},
  waiting: f.addresses,
  mentioned: {},
  replaces: f.yes ? { email: f.email, expired: false } : null,
  left: false,
});

const leftOut = (f: Facts) => [
  { why: f.reason, emails: f.addresses },
  ...f.addresses.map((email) => ({ why: `${f.by} cancelled the invite to ${email}.`, emails: [] })),
];

export const inviteScreens: Record<string, Screen> = {
  batchView: (f) => batchView({ batchId: f.id, rows: f.batch.rows, now: f.at }, f.reporting),
  editGroupsView: (f) =>
    editGroupsView(
      {
        email: f.email,
        groupIds: f.invite.groupIds,
        lastDay: f.yes ? "2026-12-31" : null,
        hours: f.yes ? null : 24,
        about: "{}",
        grantsAdmin: f.yes ? "approved" : "at_once",
      },
      f.groups,
    ),
  inviteForm: (f) =>
    inviteForm(
      {
        emails: f.long,
        groupIds: f.invite.groupIds,
        lastDay: f.yes ? "2026-12-31" : null,
        expiryDays: 7,
        message: f.message,
        language: f.yes ? "es-419" : null,
        replaces: f.yes
          ? {
              inviteId: f.id,
              generation: 1,
              email: f.email,
              expired: f.all,
              hours: 24,
              list: null,
              notice: null,
            }
          : null,
      },
      { [f.email]: "U1" },
      f.groups,
      f.yes ? f.long : undefined,
    ),
  "inviteResult, at once": (f) =>
    inviteResult(
      {
        ...result(f),
        sendsAt: new Date(f.at.getTime() + 20_000),
        page: f.addresses.length > 10 ? 1 : 0,
        replaces: null,
      },
      f.id,
      f.at,
    ),
  "inviteResult, once sent": (f) =>
    inviteResult({ ...result(f), since: f.yes ? { [f.id]: f.reason } : {} }, f.id, f.at),
  linkView: (f) => linkView(f.email, `https://iam.example.com/invite/${"x".repeat(400)}`, f.at),
  cancellationView: (f) => cancellationView(f.email, "{}"),
  selectView: (f) =>
    selectView(
      {
        rows: f.addresses.map((email, at) => ({
          ...f.invite,
          email,
          inviteId: at.toString(16).padStart(24, "0"),
        })),
        total: f.count,
        now: f.at,
        state: { list: "x".repeat(2_000), listId: "V0123456789", form: 1_000 },
        all: f.all,
        expired: f.yes,
      },
      f.reporting,
    ),
  severalReviewView: (f) =>
    severalReviewView({
      what: f.yes ? "cancel" : "resend",
      emails: f.addresses,
      leftOut: leftOut(f),
      draftId: f.id,
    }),
  severalResultView: (f) => severalResultView(f.yes ? "cancel" : "resend", f.message, leftOut(f)),
  pendingView: (f) => {
    const cursor = f.yes ? { direction: "after" as const, key: f.at.toISOString(), id: f.id } : f.trail;
    return pendingView({
      rows: f.invites,
      total: f.count,
      now: f.at,
      previous: cursor,
      next: cursor,
      state: { text: f.search, mine: f.all, which: "trouble", form: 1, cursor, page: 1_000 },
      flash: f.flash,
      ...f.reporting,
    });
  },
  reviewView: (f) =>
    reviewView({
      draftId: f.id,
      invited: f.addresses,
      skipped: [],
      overLimit: f.yes ? f.addresses : [],
      overMailLimit: [],
      malformed: [f.message.replaceAll(/\s/g, "x")],
      ignoredWords: f.count,
      grantsAdmin: f.yes,
      needsApproval: f.all,
    }),
};
