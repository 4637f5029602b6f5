import { DatabaseUnavailable, DomainError } from "../errors.ts";
import { moment } from "../format.ts";

/** Nobody reviews themselves. */
export class OwnMembership extends DomainError {
  readonly code = "own_membership";
  constructor() {
    super({});
  }
  sentence(): string {
    return "You can’t review yourself. Somebody else who reviews has to.";
  }
}

/** The review is over; `kept` is how many members had been kept before, where someone was keeping the rest. */
export class ReviewEnded extends DomainError<{ review: string; at: Date; kept?: number }> {
  readonly code = "review_ended";
  sentence(timeZone?: string): string {
    const { review, at, kept } = this.facts;
    const changed = kept ? `Before, ${wereKept(kept)}.` : "Nothing was changed.";
    return `The review of ${review} ended on ${moment(at, timeZone)}. ${changed}`;
  }
}

/** Someone decided about the membership first, or it ended meanwhile. */
export class ReviewedAlready extends DomainError<{
  member: string;
  group: string;
  status: "kept" | "limited" | "removed" | "proposed" | "left";
  by: string | null;
  at: Date | null;
}> {
  readonly code = "reviewed_already";
  sentence(timeZone?: string): string {
    const { member, group, status, by, at } = this.facts;
    const when = at ? ` on ${moment(at, timeZone)}` : "";
    if (status === "left") return `${member} left ${group} meanwhile. Nothing was changed.`;
    const who = by ?? "Somebody";
    const what = {
      kept: `kept ${member} in ${group}`,
      limited: `kept ${member} in ${group} for a time`,
      removed: `removed ${member} from ${group}`,
      proposed: `asked the identity provider to remove ${member} from ${group}`,
    };
    return `${who} ${what[status]}${when}.`;
  }
}

/** The database became unavailable while someone kept the rest of a review: some members are kept, others not yet. */
export class KeepingBrokenOff extends DatabaseUnavailable {
  constructor(
    unsure: boolean,
    readonly kept: number,
  ) {
    super({ unsure });
  }
  override sentence(): string {
    const atLeast = this.facts.unsure ? "At least " : "";
    return `${atLeast}${wereKept(this.kept)}, then the database stopped answering. Keep the rest again in a minute: that goes on from there.`;
  }
}

const wereKept = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "member was" : "members were"} kept`;
