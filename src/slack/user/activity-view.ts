import type { KnownBlock, ModalView } from "@slack/types";
import type { LogEvent } from "../../services/audit-log.ts";
import type { UserActivity } from "../../services/user-activity.ts";
import { actions, bold, button, date, paragraph, text } from "../blocks.ts";
import { ids } from "../ids.ts";
import { shorten } from "../shorten.ts";
import { activityPlaceValue } from "./activity-place.ts";
import { tabView } from "./view.ts";

const LONGEST_CHANGE = 300;

/** *Activity*, the third tab: 3 blocks, 1 for each of 10 events, and 2 to page. */
export function activityView({ user, events, previous, next }: UserActivity): ModalView {
  const { userId } = user;
  const buttons = [
    ...(previous
      ? [button(ids.user.newer, "Newer", { value: activityPlaceValue({ userId, cursor: previous }) })]
      : []),
    ...(next
      ? [button(ids.user.older, "Older", { value: activityPlaceValue({ userId, cursor: next }) })]
      : []),
  ];
  return tabView("Activity", user, [
    ...(events.length > 0 ? events.map(eventBlock) : [paragraph(text("Nothing is on record."))]),
    ...(buttons.length > 0 ? [{ type: "divider" } as const, actions(...buttons)] : []),
  ]);
}

const verbs = new Map([
  ["invite.created", "invited"],
  ["invite.resent", "sent the invite again to"],
  ["invite.accepted", "accepted the invite to"],
  ["invite.declined", "declined the invite to"],
  ["invite.cancelled", "cancelled the invite to"],
  ["invite.expired", "saw the invite expire to"],
  ["invite.asked", "asked for a new link to"],
  ["user.registered", "registered"],
  ["user.linked", "linked a Slack account to"],
  ["user.paused", "paused the rights of"],
  ["user.groups_changed", "changed the groups of"],
  ["user.suspended", "suspended"],
  ["user.reactivated", "reactivated"],
]);

function eventBlock({ at, actor, action, target, before, after }: LogEvent): KnownBlock {
  const what = verbs.get(action) ?? action;
  const change = [told("before", before), told("after", after)].filter(Boolean).join("; ");
  return paragraph(
    bold(shorten(actor.name, 100)),
    text(` ${what} ${shorten(target.label, 200)} · `),
    date(at),
    text(change && `\n${change}`),
  );
}

/** One side of a change, as *before: status pending*. */
function told(side: string, facts: Record<string, unknown> | null): string {
  const words = Object.entries(facts ?? {}).map(([name, value]) => `${name} ${inWords(value)}`);
  return words.length > 0 ? `${side}: ${shorten(words.join(", "), LONGEST_CHANGE)}` : "";
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return value.map(inWords).join(" + ") || "none";
  if (value instanceof Date) return value.toISOString().slice(0, 16).replace("T", " ").concat(" UTC");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
