import { type PipelineStage, Types } from "mongoose";
import { Invite } from "../../models/invite.ts";
import type { Profile } from "../../models/provisioned.ts";
import { User, type UserDocument } from "../../models/user.ts";
import { lookUp } from "../acting.ts";
import { type Principal, recordOf } from "../actor.ts";
import type { AuditEntry } from "../audit.ts";
import { spellingsOf } from "../email-address.ts";
import { searchTerms } from "../search-terms.ts";
import { addressIn, detailsIn, isVisible, type Wanted } from "./person.ts";
import { IdentifierTaken } from "./refusals.ts";
import { detailFields, provisionedBy, withUserName } from "./write-person.ts";

/** What registering people depends on. */
export interface PeopleFacts {
  /** Users with the userName. */
  holders: UserDocument[];
  /** Users with the address. */
  atAddress: UserDocument[];
  /** Pending invites for the address. */
  invited: { email: string }[];
}

/** Returns the stages that read what registering people depends on. */
export function peopleFacts(profiles: readonly Profile[]): PipelineStage.Lookup[] {
  const emails = profiles.flatMap((profile) => addressIn(profile) ?? []);
  return [
    lookUp("holders", User, withUserName(...profiles.map(({ userName }) => userName))),
    lookUp("atAddress", User, { email: { $in: emails.flatMap(spellingsOf) } }),
    lookUp("invited", Invite, { email: { $in: emails }, status: "pending" }, { email: 1 }),
  ];
}

/**
 * Picks the user whom a provider removed and brings back, by address: a userName may be somebody else's by now.
 *
 * @throws IdentifierTaken
 */
export function leaverAmong(
  { userName }: Profile,
  email: string,
  { holders, atAddress: [holder] }: PeopleFacts,
): UserDocument | null {
  if (holders.some(isVisible)) throw new IdentifierTaken({ what: "userName", value: userName });
  if (holder && isVisible(holder)) throw new IdentifierTaken({ what: "address", value: email });
  return holder ?? null;
}

/** Returns the user that a new person becomes. */
export async function newcomer(
  actor: Principal,
  wanted: Wanted,
  email: string,
  now: Date,
): Promise<UserDocument> {
  const details = await detailsIn(wanted.profile, null);
  return {
    _id: new Types.ObjectId(),
    email,
    ...detailFields(details),
    status: wanted.active ? "active" : "suspended",
    memberships: [],
    invitedBy: recordOf(actor),
    registeredAt: now,
    provisioned: provisionedBy(wanted.profile),
    words: searchTerms(email, details.name),
  };
}

/** Turns a new person into one who registers by an invite. */
export const awaiting = (user: UserDocument, { active }: Wanted): UserDocument => ({
  ...user,
  status: "suspended",
  awaited: { active },
});

/** Returns the audit entry of a person whom a provider registered. */
export function registration({ _id, email, name, status, awaited }: UserDocument): AuditEntry {
  return {
    action: "user.provisioned",
    target: { kind: "user", id: String(_id), label: email },
    before: null,
    after: { email, name, status, ...(awaited && { awaited: true }) },
    about: [email],
  };
}
