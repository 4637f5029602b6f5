import { day, moment } from "../../services/format.ts";
import type { ReviewSummary } from "../../services/reviews/read-reviews.ts";
import { isolated } from "../kit/phrase.ts";

const number = (count: number) => count.toLocaleString("en");

/** Says how far a review is: *12 of 40 decided*. */
export function progressText({ status, gathering, counts, open }: ReviewSummary): string {
  if (status === "closed") return "Closed";
  const total = number(counts.total);
  if (gathering) return `Collecting members: ${total} so far`;
  const done = `${number(counts.total - open)} of ${total} decided`;
  return status === "closing" ? `Closing: ${done}` : done;
}

/** Counts the members by decision, leaving out zeros. */
export function countsText({ status, counts, open, unanswered, joined }: ReviewSummary): string {
  const { kept, limited, removed, proposed, left } = counts;
  const undecided = status === "closed" ? `${number(open)} undecided, kept` : `${number(open)} undecided`;
  const parts = [
    kept > 0 && `${number(kept)} kept`,
    limited > 0 && `${number(limited)} kept with an end date`,
    removed > 0 && `${number(removed)} removed`,
    proposed > 0 && `${number(proposed)} proposed for removal`,
    left > 0 && `${number(left)} left in the meantime`,
    open > 0 && undecided,
    joined > 0 && `${joined > 1_000 ? "over 1,000" : joined} joined since, not reviewed`,
  ].filter((part) => part !== false);
  const fate = status === "open" && open > 0 ? [`at the end, undecided members are ${unanswered}`] : [];
  return [...parts, ...fate].join(" · ") || "Nobody was in these groups.";
}

/** Says when a review ends or was closed, in the reader's time zone. */
export function endWords({ status, closesAt, closedAt }: ReviewSummary, timeZone: string): string {
  return status === "closed"
    ? `closed ${day(closedAt ?? closesAt, timeZone)}`
    : `until ${moment(closesAt, timeZone)}`;
}

/** Returns the name and size of a review: *Data Platform, Support (40 members)*. */
export const nameText = ({ label, counts }: ReviewSummary): string =>
  `${isolated(label, 200)} (${number(counts.total)} ${counts.total === 1 ? "member" : "members"})`;
