import { isDeepStrictEqual } from "node:util";
import type { RichTextElement } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { atOnce, type LogEntry } from "../../services/audit/read-audit-log.ts";
import { objectId } from "../../services/object-id.ts";
import { date, text } from "../kit/blocks.ts";
import { wordsOfCode } from "../kit/ineligibility.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";

const LONGEST_VALUE = 200;
const LONGEST_LABEL = 60;
/** How many changes are listed; our own events have fewer. */
const MAX_NAMED = 20;

const labels = new Map([
  ["generation", "Email number"],
  ["expiresAt", "Link expires"],
  ["slack", "Slack account"],
  ["paused", "Rights paused"],
  ["pendingInvites", "Pending invites"],
  ["reason", "Why"],
  ["vouchedEmail", "Vouched for (not confirmed by Slack)"],
  ["preApproved", "Pre-approved"],
  ["sealed", "Sealed events found"],
  ["lastSeal", "Last seal found"],
  ["unsealed", "Unsealed events"],
  ["problems", "Failed to verify"],
  ["moreProblems", "More that failed to verify"],
  ["unanswered", "Undecided members are"],
  ["limited", "Kept with an end date"],
  ["proposed", "Proposed for removal"],
  ["left", "Left in the meantime"],
  ["joined", "Joined since"],
]);

/** Keys that name groups by their ids. */
const naming = new Set(["groups", "deciders", "preApproved", "emergency"]);

/** Keys that the line already covers, or that mean nothing to people. */
const redundant = new Set(["userId", "email", "review"]);

/** Says what changed, one line each: *Services: Tickets → all*, or what was added and removed. */
export function changes(
  { before, after, target }: LogEntry,
  groupNames: Map<string, string>,
): RichTextElement[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const told = keys.filter((key) => !redundant.has(key));
  const more = told.length - MAX_NAMED;
  return [
    ...told.slice(0, MAX_NAMED).flatMap((key) => {
      const [was, now] = [before?.[key], after?.[key]].map((value) =>
        naming.has(key) ? named(value, groupNames) : wordsOfCode(key, value),
      );
      const isTarget = (before === null || after === null) && (was ?? now) === target.label;
      if (isTarget || isDeepStrictEqual(was, now)) return [];
      const label = text(`\n${labelOf(key)}${after === null ? " until then" : ""}: `);
      if (before === null || !before || !(key in before)) return isEmpty(now) ? [] : [label, value(now)];
      if (after === null || !after) return isEmpty(was) ? [] : [label, value(was)];
      if (Array.isArray(was) && Array.isArray(now)) return [label, text(difference(was, now))];
      return [label, value(was), text(" → "), value(now)];
    }),
    ...(more > 0 ? [text(`\nAnd ${more} more.`)] : []),
  ];
}

function labelOf(key: string): string {
  const label = shorten(key, LONGEST_LABEL).replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return labels.get(key) ?? label.charAt(0).toUpperCase() + label.slice(1);
}

function named(value: unknown, groupNames: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => named(each, groupNames));
  const rule = atOnce.safeParse(value).data;
  if (rule) return `${String(named(rule.group, groupNames))}, up to ${counted(rule.hours, "hour", "hours")}`;
  const id = objectId.safeParse(value).data;
  return id ? (groupNames.get(id) ?? "a group deleted since") : value;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === 0 || isDeepStrictEqual(value, []);
}

function difference(was: unknown[], now: unknown[]): string {
  const added = now.filter((each) => !was.includes(each)).map(plainWords);
  const removed = was.filter((each) => !now.includes(each)).map(plainWords);
  const parts = [
    ...(added.length > 0 ? [`added ${isolated(added.join(", "), LONGEST_VALUE)}`] : []),
    ...(removed.length > 0 ? [`removed ${isolated(removed.join(", "), LONGEST_VALUE)}`] : []),
  ];
  return parts.join("; ") || "same values, new order";
}

function value(of: unknown): RichTextElement {
  if (of instanceof Date) return Number.isNaN(of.getTime()) ? text("no date") : date(of);
  if (isEmpty(of)) return text("none");
  if (Array.isArray(of)) return text(isolated(of.map(plainWords).join(", "), LONGEST_VALUE));
  const account =
    typeof of === "string" ? /^[TE][A-Z0-9]+:(?<id>[UW][A-Z0-9]+)$/.exec(of)?.groups?.id : undefined;
  if (account) return { type: "user", user_id: account };
  return text(isolated(plainWords(of), LONGEST_VALUE));
}

/** Values written past us may not be text, and may have no way to become it. */
function plainWords(of: unknown): string {
  if (typeof of !== "object") return String(of);
  const plain: unknown = JSON.parse(JSON.stringify(of));
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}
