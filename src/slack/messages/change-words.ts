import { endText } from "../../services/ends.ts";
import type { ChangeWhat } from "../../services/runs/show-run.ts";
import { isolated } from "../kit/phrase.ts";

const LONGEST_NAMES = 200;

const rows: Record<string, string> = {
  pending: "pending invites",
  trouble: "invites with delivery trouble",
  expiring: "invites that expire within 48 hours",
  expired: "invites that expired in the last 30 days",
  everyone: "users",
  ending: "users who leave a group within 7 days",
};

/** Describes the rows a list was searched for: *pending invites that match “acme.io”, from their inviter*. */
export function rowsText(
  { filter: { text, which, mine } }: Pick<ChangeWhat, "filter">,
  whose: string,
): string {
  const matching = text.trim() ? ` that match “${isolated(text.trim(), 100)}”` : "";
  return `${rows[which] ?? "rows"}${matching}${mine ? `, invited by ${whose}` : ""}`;
}

/** Says in sentences which groups a change adds and removes; empty for other changes. */
export function groupsText({ adds, removes, end }: Pick<ChangeWhat, "adds" | "removes" | "end">): string {
  const names = (groups: ChangeWhat["adds"]) =>
    isolated(groups.map(({ name }) => name).join(", "), LONGEST_NAMES);
  return [
    ...(adds.length > 0 ? [`Adds ${names(adds)}${end ? ` until ${endText(end)}` : ""}.`] : []),
    ...(removes.length > 0 ? [`Removes ${names(removes)}.`] : []),
  ].join(" ");
}

/** Says, before a large run is started, who is told. */
export const announced = "The other admins are told, and can stop it.";
