import type { ReviewRow } from "../../../services/reviews/read-review-items.ts";
import type { ReviewSummary } from "../../../services/reviews/read-reviews.ts";
import { reviewCard, reviewNewsCard, reviewRemovedCard } from "../../../slack/messages/review-cards.ts";
import { reviewFormView } from "../../../slack/reviews/form-view.ts";
import { limitView, removeView } from "../../../slack/reviews/item-views.ts";
import { reviewsView } from "../../../slack/reviews/list-view.ts";
import { reviewPageView } from "../../../slack/reviews/page-view.ts";
import { reviewItemState } from "../../../slack/reviews/state.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const timeZone = "America/Argentina/ComodRivadavia";

const review = (f: Facts, status: ReviewSummary["status"] = f.yes ? "open" : "closing"): ReviewSummary => ({
  reviewId: f.id,
  label: f.groups.map(({ name }) => name).join(", "),
  groups: f.groups,
  reviewers: { kind: f.yes ? "person" : "deciders", name: f.yes ? f.name : null },
  startedBy: f.by,
  startedAt: f.at,
  closesAt: f.at,
  unanswered: f.yes ? "removed" : "kept",
  repeats: f.yes ? { months: 12, at: f.at, zone: "UTC" } : null,
  status,
  closedAt: status === "closed" ? f.at : null,
  gathering: f.all,
  counts: {
    total: f.count,
    kept: f.count,
    limited: f.count,
    removed: f.count,
    proposed: f.count,
    left: f.count,
  },
  open: f.count,
  joined: f.count,
  version: 1,
});

const statuses = ["open", "kept", "limited", "removed", "proposed", "left"] as const;
const row = (f: Facts, at = 0): ReviewRow => ({
  itemId: f.id,
  userId: f.id,
  name: f.name,
  email: f.email,
  groupId: f.id,
  group: f.detail.name,
  status: f.yes ? "open" : (statuses[at % statuses.length] ?? "open"),
  since: f.at,
  by: f.by,
  end: f.yes ? f.end : null,
  lastUsed: f.yes ? "2026-11-30" : "never",
  managedBy: f.all ? f.detail.name : null,
  own: at % 3 === 2,
  answer: { by: f.by, at: f.at, reason: f.long, end: f.end },
});

const about = (f: Facts) => ({ member: f.name, group: f.detail.name });
const page = (f: Facts) => ({
  reviewId: f.id,
  which: f.yes ? ("open" as const) : ("all" as const),
  cursor: f.pageCursor,
});

export const reviewScreens: Record<string, Screen> = {
  limitView: (f) =>
    limitView(
      about(f),
      reviewItemState.encode({ itemId: f.id, page: page(f) }),
      "UTC",
      f.yes ? f.long : undefined,
    ),
  removeView: (f) =>
    removeView(about(f), reviewItemState.encode({ itemId: f.id, page: page(f) }), f.yes ? f.long : undefined),
  reviewCard: (f) => reviewCard(review(f)),
  "reviewCard, closed": (f) => reviewCard(review(f, "closed")),
  reviewFormView: (f) => reviewFormView(f.groups, f.id, f.yes ? [f.id] : [], f.yes ? f.long : undefined),
  "reviewNewsCard, closed": (f) => reviewNewsCard(review(f, "closed"), "closed"),
  "reviewNewsCard, stuck": (f) => reviewNewsCard(review(f, f.yes ? "closing" : "open"), "stuck"),
  "reviewNewsCard, reminded": (f) => reviewNewsCard(review(f), "reminded"),
  reviewRemovedCard: (f) =>
    reviewRemovedCard(
      {
        account: "U1",
        group: f.membership.group,
        by: f.yes ? f.by : null,
        reason: f.long,
        canAsk: f.yes,
      },
      { ...f, timeZone: "UTC" },
    ),
  reviewPageView: (f) =>
    reviewPageView({
      review: review(f, f.all ? "closed" : "open"),
      rows: { ...f.page(row(f)), rows: f.page(row(f)).rows.map((_, at) => row(f, at)) },
      state: page(f),
      timeZone,
      mayAnswer: f.yes,
      mayExport: true,
      flash: f.flash,
    }),
  reviewsView: (f) =>
    reviewsView({ ...f.page(review(f, f.yes ? "closed" : "open")), timeZone, flash: f.flash }),
};
