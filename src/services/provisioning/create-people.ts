import { User, type UserDocument } from "../../models/user.ts";
import type { Acting } from "../acting.ts";
import { type Principal, principalKey } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import { canonicalEmail } from "../email-address.ts";
import { DatabaseUnavailable } from "../errors.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { foldCase } from "../profiles/schema.ts";
import { sendsInvites } from "./invite-awaited.ts";
import { type Person, personOf, type Wanted } from "./person.ts";
import { createPerson } from "./provision-person.ts";
import { newcomer, type PeopleFacts, peopleFacts, registration } from "./register-person.ts";
import { checkedAddress } from "./write-person.ts";

/** How many people one transaction registers. */
const MAX_AT_ONCE = 50;

interface Waiting {
  wanted: Wanted;
  policy: InvitePolicy;
  resolve(person: Person): void;
  reject(error: unknown): void;
}

/** Creations waiting for the one under way, by who asked for them. */
const waiting = new Map<string, Waiting[]>();

/**
 * Registers a person as `createPerson` does. People sent while others are being registered follow in one transaction: a
 * round trip to the database takes as long for all of them as for one.
 */
export function createPersonAmongOthers(
  actor: Principal,
  wanted: Wanted,
  policy: InvitePolicy,
): Promise<Person> {
  if (sendsInvites(actor)) return createPerson(actor, wanted, policy);
  const key = actor.kind === "client" ? `${principalKey(actor)}:${actor.tokenId}` : principalKey(actor);
  return new Promise((resolve, reject) => {
    const queue = waiting.get(key);
    const one = { wanted, policy, resolve, reject };
    if (queue) queue.push(one);
    else {
      waiting.set(key, [one]);
      // Requests of the same turn join the batch.
      queueMicrotask(() => void carryOut(actor, key));
    }
  });
}

async function carryOut(actor: Principal, key: string): Promise<void> {
  for (let queue = waiting.get(key) ?? []; queue.length > 0; queue = waiting.get(key) ?? []) {
    waiting.set(key, queue.slice(MAX_AT_ONCE));
    await register(actor, queue.slice(0, MAX_AT_ONCE));
  }
  waiting.delete(key);
}

async function register(actor: Principal, batch: readonly Waiting[]): Promise<void> {
  let registered: Map<Waiting, Person> | null = null;
  try {
    if (batch.length > 1) registered = await registerPlain(actor, batch);
  } catch (error) {
    // All of them may be registered, or none: a retry would tell each that nothing was changed.
    if (error instanceof DatabaseUnavailable) {
      for (const { reject } of batch) reject(error);
      return;
    }
  }
  await Promise.all(
    batch.map(async (each) => {
      try {
        each.resolve(registered?.get(each) ?? (await createPerson(actor, each.wanted, each.policy)));
      } catch (error) {
        each.reject(error);
      }
    }),
  );
}

/** Registers people who are new here and valid; the others are handled one by one. */
async function registerPlain(actor: Principal, batch: readonly Waiting[]): Promise<Map<Waiting, Person>> {
  const sought = addressesOf(batch);
  const write = async ({ now, holders, atAddress, invited }: Acting & PeopleFacts) => {
    const taken = new Set([...holders, ...atAddress].flatMap(namesOf));
    for (const { email } of invited) taken.add(email);
    const plain = sought.filter(({ each, email }) => {
      const names = [`name:${foldCase(each.wanted.profile.userName.trim())}`, email];
      const isFree = names.every((name) => !taken.has(name));
      for (const name of names) taken.add(name);
      return isFree;
    });
    const users = await Promise.all(plain.map(({ each, email }) => newcomer(actor, each.wanted, email, now)));
    if (users.length === 0) return new Map();
    // Checked by the compiler.
    await User.insertMany(users, { lean: true });
    await recordAudit(actor, now, ...users.map(registration));
    const people = await Promise.all(users.map((user) => personOf(user, now)));
    return new Map(
      plain.flatMap(({ each }, index) => {
        const person = people[index];
        return person ? [[each, person] as const] : [];
      }),
    );
  };
  return changeAs(actor, "scim", write, peopleFacts(sought.map(({ each }) => each.wanted.profile)));
}

/** Reads the addresses, leaving out requests whose address is refused. */
function addressesOf(batch: readonly Waiting[]): { each: Waiting; email: string }[] {
  return batch.flatMap((each) => {
    try {
      return [{ each, email: checkedAddress(each.wanted.profile, each.policy) }];
    } catch {
      // Handled on its own, it is refused with the reason.
      return [];
    }
  });
}

/** Returns the user's unique identifiers: nobody else can have them. */
function namesOf({ email, provisioned }: UserDocument): string[] {
  const key = provisioned ? provisioned.userNameKey : email;
  return [canonicalEmail(email), ...(key === undefined ? [] : [`name:${key}`])];
}
