import type { IndexedUser } from "./access-index.ts";

/** The types of BSON's elements that a user is made of (bsonspec.org). */
const STRING = 0x02;
const DOCUMENT = 0x03;
const ARRAY = 0x04;
const OBJECT_ID = 0x07;
const DATE = 0x09;
const NULL = 0x0a;

/**
 * Reads a user, projected by `userFields`, from BSON as the database sent it. Creating documents for 100,000 users with
 * 20 memberships each, and millions of ids and dates nobody keeps, takes six times as long, and memory that is never
 * freed.
 *
 * @throws RangeError or TypeError for anything that isn't such a user
 */
export function rawUser(document: Uint8Array): IndexedUser {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const user = {
    id: "",
    email: "",
    accountUserId: null as string | null,
    paused: false,
    suspended: true,
    memberships: [] as { groupId: string; since: number; until: number | null }[],
  };
  eachElement(bytes, 0, (type, name, at) => {
    switch (nameAt(bytes, name, at)) {
      case "_id":
        user.id = idAt(bytes, type, at);
        return;
      case "email":
        user.email = textAt(bytes, type, at);
        return;
      case "status":
        user.suspended = textAt(bytes, type, at) !== "active";
        return;
      case "slack":
        if (type === DOCUMENT) readAccount(bytes, at, user);
        return;
      case "memberships":
        if (type !== ARRAY) throw new TypeError("memberships are no list");
        eachElement(bytes, at, (_type, _name, each) => user.memberships.push(membershipAt(bytes, each)));
    }
  });
  if (user.id === "" || user.email === "") throw new TypeError("a user without id or address");
  return user;
}

function readAccount(
  bytes: Buffer,
  start: number,
  user: { accountUserId: string | null; paused: boolean },
): void {
  eachElement(bytes, start, (type, name, at) => {
    const field = nameAt(bytes, name, at);
    if (field === "userId") user.accountUserId = textAt(bytes, type, at);
    if (field === "paused") user.paused = type !== NULL;
  });
}

/** Its three fields start with three different letters. */
const [GROUP_ID, SINCE, UNTIL] = ["g", "s", "u"].map((letter) => letter.charCodeAt(0));

function membershipAt(bytes: Buffer, start: number) {
  const membership = { groupId: "", since: Number.NaN, until: null as number | null };
  eachElement(bytes, start, (type, name, at) => {
    const first = bytes[name];
    if (first === GROUP_ID) membership.groupId = idAt(bytes, type, at);
    else if (first === SINCE) membership.since = dateAt(bytes, type, at);
    else if (first === UNTIL) membership.until = type === NULL ? null : dateAt(bytes, type, at);
  });
  return membership;
}

/** Visits the elements of a document or list: their type, where the name starts, and where the value does. */
function eachElement(
  bytes: Buffer,
  start: number,
  visit: (type: number, name: number, at: number) => void,
): void {
  const end = start + bytes.readInt32LE(start) - 1;
  let next = start + 4;
  while (next < end) {
    const type = bytes[next] ?? 0;
    const name = next + 1;
    let at = name;
    while (bytes[at] !== 0 && at < end) at += 1;
    at += 1;
    visit(type, name, at);
    next = at + sizeAt(bytes, type, at);
  }
}

function sizeAt(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case STRING:
      return 4 + bytes.readInt32LE(at);
    case DOCUMENT:
    case ARRAY:
      return bytes.readInt32LE(at);
    case OBJECT_ID:
      return 12;
    case DATE:
      return 8;
    case NULL:
      return 0;
    default:
      throw new TypeError(`no user has a field of the type ${type}`);
  }
}

/** The name ends with a zero byte, right before the value. */
const nameAt = (bytes: Buffer, name: number, at: number) => bytes.toString("latin1", name, at - 1);

function idAt(bytes: Buffer, type: number, at: number): string {
  if (type !== OBJECT_ID) throw new TypeError("no id");
  return bytes.toString("hex", at, at + 12);
}

function textAt(bytes: Buffer, type: number, at: number): string {
  if (type !== STRING) throw new TypeError("no text");
  return bytes.toString("utf8", at + 4, at + 4 + bytes.readInt32LE(at) - 1);
}

function dateAt(bytes: Buffer, type: number, at: number): number {
  if (type !== DATE) throw new TypeError("no date");
  return bytes.readInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at);
}
