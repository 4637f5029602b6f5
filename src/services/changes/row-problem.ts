import * as z from "zod";
import type { LineOutcome, RunLineDocument } from "../../models/run-line.ts";
import { NoOtherAdmin } from "../approvals/refusals.ts";
import { type DomainError, InvalidFields, NotFound } from "../errors.ts";
import { GroupManaged } from "../groups/refusals.ts";
import {
  AccessEnded,
  AlreadyPending,
  AlreadyRegistered,
  InviteEdited,
  InviteResent,
  InviteSettled,
  LimitReached,
} from "../invites/refusals.ts";
import { LastAdmin, UserChanged } from "../users/refusals.ts";

/** Why a row isn't changed, as stored: an error's code and facts, or one of these codes. */
export type RowProblem = NonNullable<RunLineDocument["problem"]>;

/** Reasons that apply to one of many rows, but never to a change made singly. */
const own = {
  unreachable: "Another email would not arrive either. The list says what to do instead.",
  yourself: "This is you. Do it on your profile, where you see what you lose.",
  group_gone: "A group that was chosen was deleted meanwhile.",
  no_group_left: "This is the only group that they are in. To remove all of someone’s access, suspend them.",
  no_group_given: "This is the only group that the invite gives. Cancel the invite instead.",
} as const;
type OwnCode = keyof typeof own;

export const ownProblem = (code: OwnCode): RowProblem => ({ code });

/** Stores why a rule refused a row. */
export const problemOf = ({ code, facts }: DomainError): RowProblem => ({ code, facts });

/** The outcome of a row with a problem. */
export function outcomeOf({ code }: RowProblem): LineOutcome {
  if (code === "limit_reached") return "limit";
  return ["invite_settled", "invite_resent", "invite_edited", "user_changed"].includes(code)
    ? "moved"
    : "faulty";
}

/** Explains in a sentence why a row isn't changed, with times in this zone. */
export function problemText({ code, facts }: RowProblem, timeZone: string): string {
  if (isOwn(code)) return own[code];
  const error = Object.hasOwn(errors, code) ? errors[code]?.(facts) : null;
  return error?.sentence(timeZone) ?? "It was not changed.";
}

const isOwn = (code: string): code is OwnCode => Object.hasOwn(own, code);

/** Rebuilds an error from its facts; null where another version stored different ones. */
function kept<Shape extends z.ZodRawShape>(
  shape: Shape,
  make: (facts: z.output<z.ZodObject<Shape>>) => DomainError,
): (facts: unknown) => DomainError | null {
  return (facts) => {
    const read = z.object(shape).safeParse(facts);
    return read.success ? make(read.data) : null;
  };
}

const text = z.string();
const acted = { email: text, by: text, at: z.date() };
const ends = z.enum(["accepted", "declined", "cancelled", "expired"]);

const errors: Record<string, (facts: unknown) => DomainError | null> = {
  invite_settled: kept({ ...acted, status: ends }, (facts) => new InviteSettled(facts)),
  invite_resent: kept(acted, (facts) => new InviteResent(facts)),
  invite_edited: kept(acted, (facts) => new InviteEdited(facts)),
  user_changed: kept(
    { name: text, by: text.nullable(), at: z.date().nullable() },
    (facts) => new UserChanged(facts),
  ),
  already_pending: kept({ email: text, by: text, inviteId: text }, (facts) => new AlreadyPending(facts)),
  already_registered: () => new AlreadyRegistered(),
  access_ended: kept({ email: text, end: text }, (facts) => new AccessEnded(facts)),
  limit_reached: kept(
    { limit: z.enum(["admin", "total", "address"]), most: z.number() },
    (facts) => new LimitReached(facts),
  ),
  last_admin: kept({ name: text, othersEnd: z.boolean() }, (facts) => new LastAdmin(facts)),
  no_other_admin: kept({ person: text }, (facts) => new NoOtherAdmin(facts)),
  group_managed: kept(
    { groups: z.array(z.object({ name: text, by: text })) },
    (facts) => new GroupManaged(facts),
  ),
  invalid_fields: kept({ fields: z.record(text, text) }, ({ fields }) => new InvalidFields(fields)),
  not_found: kept({ what: z.enum(["invite", "user"]) }, (facts) => new NotFound(facts)),
};
