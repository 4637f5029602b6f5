import { mongo, trusted } from "mongoose";
import { AuditEvent, type AuditEventDocument } from "../../models/audit-event.ts";
import type { BeginDocument } from "../../models/audit-head.ts";
import { inTransaction } from "../transaction.ts";
import { EventTimes, isDate } from "./event-times.ts";
import { type NamedProblems, Problems } from "./problems.ts";
import { foreignId, hasDollarKey, type SealedEnd, sealOf } from "./seal.ts";
import { isInUse, type ReadEnd, readEnd, startOf } from "./sealed-end.ts";
import { explainStop } from "./sealing-status.ts";

/** The findings of a check of the sealed log, in sentences: what is not as it was sealed. No problems when all is. */
export interface AuditVerdict extends NamedProblems {
  /** How many events have a number. */
  sealed: number;
  /** How many of those were trimmed; missing where none was. */
  trimmed?: number;
  /** The last one's seal; empty without any. */
  seal: string;
  unsealed: number;
}

/**
 * Checks every sealed event: that none was altered, removed, added or moved since, and that their times don't run
 * backwards. Sealing may continue meanwhile: what is checked ends somewhere between the log's end before and its end
 * after.
 *
 * @param since an end printed earlier and kept outside the database: the log must still pass through it
 */
export async function verifyAudit(key: Uint8Array, since: SealedEnd | null = null): Promise<AuditVerdict> {
  return checkLog(key, since, () => undefined);
}

/** Checks the log, and also returns the numbers at which it is not as it was sealed. */
export async function checkLog(
  key: Uint8Array,
  since: SealedEnd | null,
  isBroken: (sequence: number) => void,
): Promise<AuditVerdict> {
  const endNow = () => inTransaction(() => readEnd(key));
  const before = await endNow();
  const unsealed = await AuditEvent.countDocuments(trusted({ sequence: { $exists: false } }));
  const known = typeof before === "string" ? { begun: null, trimmed: null } : before;
  const walk = new Walk(key, since, known, isBroken);
  const sealed = AuditEvent.aggregate<AuditEventDocument & { storedBytes: number }>([
    { $match: { sequence: { $exists: true } } },
    { $sort: { sequence: 1 } },
    { $set: { storedBytes: { $bsonSize: "$$ROOT" } } },
  ])
    .allowDiskUse(true)
    .cursor();
  for await (const { storedBytes, ...event } of sealed) walk.passes(event, storedBytes);
  const after = await endNow();
  // A walk that began before a trim misses what was trimmed meanwhile.
  if (typeof after !== "string" && startOf(after.trimmed).sequence !== startOf(known.trimmed).sequence)
    return checkLog(key, since, isBroken);
  const { sequence } = walk.end;
  if (typeof before === "string") {
    if (await isInUse()) walk.found(explainStop(before));
  } else if (typeof after === "string" || sequence < before.sequence || sequence > after.sequence)
    walk.found(`The log ends at event ${sequence}, which is not where it was sealed to end.`);
  if (since && since.sequence > sequence)
    walk.found(
      `The log ends at event ${sequence}, and ended at ${since.sequence} when that was printed: events were removed, or an earlier state was put back.`,
    );
  const { sequence: trimmed } = startOf(known.trimmed);
  return {
    sealed: sequence,
    ...(trimmed > 0 && { trimmed }),
    seal: walk.end.seal,
    unsealed,
    ...walk.problems(),
  };
}

/** A walk along the sealed events, in number order. */
class Walk {
  /** The last event passed, with its stored seal. */
  end: SealedEnd;
  readonly #begun: BeginDocument | null;
  readonly #start: SealedEnd;
  #trimmedLeft = 0;
  readonly #times = new EventTimes();
  readonly #found = new Problems();
  /** Events inserted before sealing. Kept apart from the others, because a begin has recorded those before it. */
  #odd = new Problems();

  constructor(
    private readonly key: Uint8Array,
    private readonly since: SealedEnd | null,
    { begun, trimmed }: Pick<ReadEnd, "begun" | "trimmed">,
    private readonly isBroken: (sequence: number) => void,
  ) {
    this.#begun = begun;
    this.#start = startOf(trimmed);
    this.end = this.#start;
    if (since?.sequence === this.end.sequence && since.seal !== this.end.seal)
      this.found(
        `The log was cut off at event ${since.sequence}, which has another seal than the one that was printed.`,
      );
  }

  found(problem: string): void {
    this.#found.add(problem);
  }

  problems(): NamedProblems {
    const left = new Problems();
    if (this.#trimmedLeft > 0)
      left.add(
        `The log was cut off at event ${this.#start.sequence}, and ${this.#trimmedLeft} events up to there are still stored: npm run audit:trim was interrupted, or they were put there. Run it again.`,
      );
    this.#found.add(...left.named().problems);
    return this.#found.named(this.#odd);
  }

  passes(event: AuditEventDocument, storedBytes: number): void {
    const { sequence, seal } = event;
    if (typeof sequence !== "number" || !Number.isSafeInteger(sequence) || sequence < 1) {
      this.found(`An event (${event._id}) has the number ${sequence}, which no sealing gave it.`);
      return;
    }
    if (sequence <= this.#start.sequence) {
      this.#trimmedLeft += 1;
      return;
    }
    const found = this.#found.count;
    const follows = sequence === this.end.sequence + 1;
    if (follows) this.#compareSeal(event, sequence, storedBytes);
    else if (sequence === this.end.sequence) this.found(`Event ${sequence} is there twice.`);
    else this.found(missing(this.end.sequence, sequence));
    if (this.#found.count > found) this.isBroken(sequence);
    this.end = { sequence, seal: String(seal) };
    this.#lookForOddities(event, sequence);
  }

  #compareSeal(event: AuditEventDocument, sequence: number, storedBytes: number): void {
    const wanted = sealOf(this.key, sequence, this.end.seal, event);
    if (event.seal !== wanted || hasDollarKey(event) || hidesSomething(event, storedBytes))
      this.found(
        `Event ${sequence} (${dateOf(event)}) is not as it was sealed, or AUDIT_KEY is another one.`,
      );
    if (this.since?.sequence !== sequence || this.since.seal === wanted) return;
    const begun = this.#begun;
    const anew = begun && sequence <= begun.sequence;
    this.found(
      `Event ${sequence} has another seal than the one that was printed: the log up to there was sealed anew.${
        anew
          ? ` npm run audit:begin did so at ${begun.at.toISOString()} (event ${begun.sequence}): if that was you, compare with what was printed since.`
          : ""
      }`,
    );
  }

  #lookForOddities(event: AuditEventDocument, sequence: number): void {
    const begun = this.#begun;
    if (begun?.sequence === sequence && begun.eventSeal === event.seal) {
      this.#odd = new Problems();
      this.#times.restart();
    } else if (event.action === "audit.begun" && sequence > (begun?.sequence ?? 0))
      this.found(
        `Event ${sequence} says that the log was begun anew, but npm run audit:begin did not write it.`,
      );
    const foreign = foreignId({ sequence, _id: event._id });
    if (foreign) this.#odd.add(foreign);
    const backwards = this.#times.next({ sequence, at: event.at });
    if (backwards) this.#odd.add(backwards);
  }
}

/** Tells whether more is stored than we read: of a duplicated field, searches see the first, and we see the last. */
function hidesSomething(event: AuditEventDocument, storedBytes: number): boolean {
  try {
    return mongo.BSON.calculateObjectSize(event) !== storedBytes;
  } catch {
    // A field `_bsontype`, which none of our events has: it was inserted, and sealed as it is.
    return false;
  }
}

function missing(before: number, next: number): string {
  const [first, last] = [before + 1, next - 1];
  return first === last
    ? `Event ${first} is missing: after ${before} comes ${next}.`
    : `Events ${first} to ${last} are missing: after ${before} comes ${next}.`;
}

function dateOf({ at }: AuditEventDocument): string {
  return isDate(at) ? at.toISOString() : "without a date";
}
