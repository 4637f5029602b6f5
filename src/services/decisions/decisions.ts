import { Client } from "../../models/client.ts";
import { type Bounds, usualBounds } from "./access-index.ts";
import { type Decision, decide, type Wanted } from "./decide.ts";
import { type FollowedAccess, followAccess } from "./follow-access.ts";
import { LastUses } from "./last-uses.ts";
import { type KnownStanding, readStanding } from "./read-standing.ts";
import { type Subject, subjectKey } from "./subject.ts";

/** How many are read at once for one batch. */
const READ_AT_ONCE = 10;

/** Whether someone may use something. */
export interface Question {
  /** Null for someone who can't exist. */
  subject: Subject | null;
  wanted: Wanted;
}

const nobody: Decision = { allowed: false, code: "unknown_subject" };

/** Decides from memory where that is fresh, otherwise from the database, and records allowed uses. */
export class Decisions {
  readonly #onFault: (error: unknown) => void;
  readonly #bounds: Bounds;
  readonly #uses: LastUses;
  #access: FollowedAccess | null = null;
  #stopped = false;

  /** @param onFault receives background errors, after which it tries again */
  constructor(onFault: (error: unknown) => void, bounds: Bounds = usualBounds) {
    this.#onFault = onFault;
    this.#bounds = bounds;
    const noteUse: FollowedAccess["noteUse"] = (...use) => this.#access?.noteUse(...use) ?? null;
    this.#uses = new LastUses({ noteUse }, onFault);
  }

  /** Whether everyone who fits is in memory. */
  get loaded(): boolean {
    return this.#access?.loaded ?? false;
  }

  /** Starts loading users and groups in the background; otherwise the first question does. */
  begin(): void {
    if (!this.#stopped) this.#access ??= followAccess(this.#onFault, this.#bounds);
  }

  /** Stops loading and following; the database answers later questions. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#access?.stop();
    this.#access = null;
    await this.#uses.stop();
  }

  /** Decides at once where no database is needed. @throws DatabaseUnavailable */
  decide({ subject, wanted }: Question): Decision | Promise<Decision> {
    if (!subject) return nobody;
    const known = this.#known(subject);
    if (known) return this.#decide(known, wanted);
    return this.#read(subject).then((read) => this.#decide(read, wanted));
  }

  /** Reads what is known about someone. @throws DatabaseUnavailable */
  async standingOf(subject: Subject): Promise<KnownStanding> {
    return this.#known(subject) ?? this.#read(subject);
  }

  /**
   * Makes several decisions, in order.
   *
   * @param isLast ends it after a decision
   * @throws DatabaseUnavailable
   */
  async decideEach(
    questions: readonly (Question | null)[],
    isLast: (decision: Decision | null) => boolean,
  ): Promise<(Decision | null)[]> {
    await this.#access?.refreshed();
    const standings = await this.#standings(questions);
    const decisions: (Decision | null)[] = [];
    for (const question of questions) {
      const known = question?.subject && standings.get(subjectKey(question.subject));
      const decision = question && (known ? this.#decide(known, question.wanted) : nobody);
      decisions.push(decision);
      if (isLast(decision)) break;
    }
    return decisions;
  }

  /** Reads each subject once, so that a batch reflects a single moment. */
  async #standings(questions: readonly (Question | null)[]): Promise<Map<string, KnownStanding>> {
    const standings = new Map<string, KnownStanding>();
    const missing = new Map<string, Subject>();
    for (const question of questions) {
      if (!question?.subject) continue;
      const key = subjectKey(question.subject);
      if (standings.has(key) || missing.has(key)) continue;
      const known = this.#known(question.subject);
      if (known) standings.set(key, known);
      else missing.set(key, question.subject);
    }
    const waiting = [...missing];
    for (let at = 0; at < waiting.length; at += READ_AT_ONCE)
      await Promise.all(
        waiting.slice(at, at + READ_AT_ONCE).map(async ([key, subject]) => {
          standings.set(key, await this.#read(subject));
        }),
      );
    return standings;
  }

  #known(subject: Subject): KnownStanding | null {
    this.begin();
    const current = this.#access?.current();
    const standing = current?.index.standingOf(subject);
    return current && standing ? { standing, now: current.now } : null;
  }

  async #read(subject: Subject): Promise<KnownStanding> {
    const known = (await this.#access?.refreshed()) && this.#known(subject);
    if (known) return known;
    return readStanding(subject, this.#access?.readFrom() ?? null);
  }

  #decide({ standing, now }: KnownStanding, wanted: Wanted): Decision {
    const decision = decide(standing, wanted, now);
    if (decision.allowed) this.#uses.note(decision.userId, decision.membership.group.id, now);
    return decision;
  }
}

/** Tells whether any API client may ask for decisions. */
export async function anyoneMayAsk(): Promise<boolean> {
  return (await Client.exists({ status: "active", permissions: "decisions" })) !== null;
}
