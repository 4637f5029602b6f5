import type { DecidingGroup, DecidingMembership, Standing } from "./decide.ts";
import { MAX_IN_A_RECORD, MembershipStore } from "./membership-store.ts";
import type { Subject } from "./subject.ts";

/** The most that is held. Users who don't fit are read from the database at each question. */
export interface Bounds {
  users: number;
  memberships: number;
  /** Names of services, projects, regions and actions, across all groups. */
  names: number;
}

/** With 20 memberships each, about 100 MB. */
export const usualBounds: Bounds = { users: 250_000, memberships: 5_000_000, names: 500_000 };

/** A user as decisions see them; instants are milliseconds. */
export interface IndexedUser {
  id: string;
  email: string;
  accountUserId: string | null;
  /** The account's rights are paused. */
  paused: boolean;
  suspended: boolean;
  memberships: readonly { groupId: string; since: number; until: number | null }[];
}

interface Entry extends Pick<IndexedUser, "id" | "email" | "accountUserId" | "paused" | "suspended"> {
  /** Where their memberships are stored. */
  at: number;
}

/** Two users found by the same account: neither is found by it until both are gone. */
const SEVERAL = "several";

/** Users and groups in memory, as compact as questions allow. It doesn't track its own age. */
export class AccessIndex {
  /** Everyone is in it: anyone missing doesn't exist. Set by the loader; ends when someone doesn't fit. */
  complete = false;
  /** Someone who should be in it isn't. */
  lacksSome = false;
  readonly #bounds: Bounds;
  readonly #byId = new Map<string, Entry>();
  readonly #byEmail = new Map<string, Entry>();
  readonly #byAccount = new Map<string, Entry | typeof SEVERAL>();
  readonly #store = new MembershipStore();
  /** Groups by the number memberships use for them; null for one that is deleted or not known yet. */
  readonly #groups: (DecidingGroup | null)[] = [];
  readonly #numbers = new Map<string, number>();
  #names = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Someone with few memberships still fits. */
  get hasRoom(): boolean {
    return this.#hasRoomFor(1);
  }

  /** There are more groups than it may hold, so it can't answer anything. */
  get overfull(): boolean {
    return this.#names > this.#bounds.names;
  }

  /** Holds a user's current state; if there is no room, they are no longer held. */
  setUser(user: IndexedUser): void {
    this.removeUser(user.id);
    if (!this.#hasRoomFor(user.memberships.length)) {
      this.leaveOut(user.id);
      return;
    }
    const { id, email, accountUserId, paused, suspended } = user;
    const at = this.#store.add(
      user.memberships.map(({ groupId, since, until }) => ({ group: this.#numberOf(groupId), since, until })),
    );
    const entry = { id, email, accountUserId, paused, suspended, at };
    this.#byId.set(id, entry);
    this.#byEmail.set(email, entry);
    if (accountUserId !== null)
      this.#byAccount.set(accountUserId, this.#byAccount.has(accountUserId) ? SEVERAL : entry);
    this.#compact();
  }

  /** Stops holding a user: only the database knows them. */
  leaveOut(id: string): void {
    this.removeUser(id);
    this.complete = false;
    this.lacksSome = true;
  }

  removeUser(id: string): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    this.#byId.delete(id);
    if (this.#byEmail.get(entry.email) === entry) this.#byEmail.delete(entry.email);
    if (entry.accountUserId !== null && this.#byAccount.get(entry.accountUserId) === entry)
      this.#byAccount.delete(entry.accountUserId);
    this.#store.remove(entry.at);
  }

  setGroup(group: DecidingGroup): void {
    const number = this.#numberOf(group.id);
    this.#names += namesIn(group) - namesIn(this.#groups[number] ?? null);
    this.#groups[number] = group;
  }

  removeGroup(id: string): void {
    const number = this.#numbers.get(id);
    if (number === undefined) return;
    this.#names -= namesIn(this.#groups[number] ?? null);
    this.#groups[number] = null;
  }

  /** Reads what is known about someone; null where only the database can tell. */
  standingOf(subject: Subject): Standing | null {
    const entry = this.#find(subject);
    if (entry === SEVERAL) return null;
    if (!entry) return this.complete ? { kind: "unknown" } : null;
    const { id: userId, suspended, paused } = entry;
    if (suspended) return { kind: "suspended", userId };
    if (subject.by === "account" && paused) return { kind: "paused", userId };
    return { kind: "active", userId, memberships: this.#membershipsOf(entry) };
  }

  /**
   * Records that a group was used on a day.
   *
   * @returns whether it is the first time that day; null for users it doesn't hold
   */
  noteUse(userId: string, groupId: string, day: number): boolean | null {
    const [entry, number] = [this.#byId.get(userId), this.#numbers.get(groupId)];
    if (!entry || number === undefined) return null;
    return this.#store.noteDay(entry.at, number, day);
  }

  #hasRoomFor(memberships: number): boolean {
    return (
      this.#byId.size < this.#bounds.users &&
      memberships <= MAX_IN_A_RECORD &&
      this.#store.size + memberships <= this.#bounds.memberships
    );
  }

  #find(subject: Subject): Entry | typeof SEVERAL | undefined {
    if (subject.by === "id") return this.#byId.get(subject.id);
    if (subject.by === "account") return this.#byAccount.get(subject.userId);
    for (const spelling of subject.spellings) {
      const entry = this.#byEmail.get(spelling);
      if (entry) return entry;
    }
    return undefined;
  }

  #membershipsOf({ at }: Entry): DecidingMembership[] {
    const memberships: DecidingMembership[] = [];
    this.#store.read(at, (number, since, until) => {
      const group = this.#groups[number];
      if (group) memberships.push({ group, since, until });
    });
    return memberships;
  }

  #numberOf(groupId: string): number {
    const known = this.#numbers.get(groupId);
    if (known !== undefined) return known;
    const number = this.#groups.push(null) - 1;
    this.#numbers.set(groupId, number);
    return number;
  }

  #compact(): void {
    if (!this.#store.isSparse) return;
    this.#store.compact(this.#byId.values());
  }
}

function namesIn(group: DecidingGroup | null): number {
  if (!group) return 0;
  const { services, projects, regions, actions } = group;
  return [services, projects, regions, actions].reduce(
    (sum, given) => sum + (given === "all" ? 0 : given.size),
    1,
  );
}
