import * as z from "zod";
import { languageCodes } from "../../locales/languages.ts";
import { ineligibilities } from "../../models/ineligibility.ts";
import { membershipsAt } from "../../models/membership.ts";
import { pauseReason, type UserDocument } from "../../models/user.ts";
import { languageOf } from "../../services/users/language-of.ts";
import type { Surroundings } from "../../services/users/read-users.ts";
import { versionNumber } from "../../services/users/user-version.ts";
import { documented, moment, objectId } from "../schemas.ts";
import { groupAccess, groupRef } from "./group-resource.ts";
import { presentWho, who } from "./who.ts";

const status = z.enum(["active", "suspended"]);
const until = moment.nullable().register(documented, { description: "When it ends; null if it has no end." });

const shown = {
  id: objectId,
  name: z.string(),
  email: z.string(),
  status,
  title: z.string().nullable(),
  timeZone: z.string(),
  language: z.enum(languageCodes).nullable().register(documented, {
    description: "Their language; null if unknown.",
  }),
  groups: z.array(z.strictObject({ ...groupRef.shape, since: moment, until })),
  slack: z
    .strictObject({
      teamId: z.string(),
      userId: z.string(),
      paused: z.enum(ineligibilities).nullable().register(documented, {
        description: "Why the account has no rights until an admin links it again; null if it has them.",
      }),
    })
    .nullable()
    .register(documented, { description: "The Slack account that acts for them; null if there is none." }),
  registeredAt: moment,
  version: z.int().register(documented, { description: "Goes up by one with each change; for If-Match." }),
};

/** A user in a list, without a phone number. */
export const user = z
  .strictObject(shown)
  .register(documented, { id: "User", description: "A registered person." });

/** A single user. */
export const userDetail = z
  .strictObject({
    ...shown,
    phone: z.string().nullable().register(documented, { description: "In E.164, such as +49301234567." }),
    invitedBy: who,
  })
  .register(documented, {
    id: "UserDetail",
    description: "A registered person, with the phone number, which lists leave out.",
  });

/** Presents a user in a list. */
export function presentUser(document: UserDocument, surroundings: Surroundings): z.output<typeof user> {
  const { _id, name, email, status, title, timeZone, slack, registeredAt } = document;
  return {
    id: String(_id),
    name,
    email,
    status,
    title: title ?? null,
    timeZone,
    language: languageOf(document) ?? null,
    groups: presentMemberships(document, surroundings).map(
      ({ group: { id, name: called }, since, until }) => ({
        id,
        name: called,
        since,
        until,
      }),
    ),
    slack: slack ? { teamId: slack.teamId, userId: slack.userId, paused: pauseReason(slack) } : null,
    registeredAt: registeredAt.toISOString(),
    version: versionNumber(document),
  };
}

/** Presents a single user. */
export function presentUserDetail(
  document: UserDocument,
  surroundings: Surroundings,
): z.output<typeof userDetail> {
  return {
    ...presentUser(document, surroundings),
    phone: document.phone ?? null,
    invitedBy: presentWho(document.invitedBy),
  };
}

export const membership = z
  .strictObject({ group: groupAccess, since: moment, until, by: who })
  .register(documented, {
    id: "Membership",
    description: "A user in a group: since when, until when, by whom.",
  });

/** Presents the memberships that count now, without those in deleted groups. */
export function presentMemberships(
  document: UserDocument,
  { groups, now }: Surroundings,
): z.output<typeof membership>[] {
  return membershipsAt(document, now).flatMap(({ groupId, since, until, by }) => {
    const group = groups.get(String(groupId));
    if (!group) return [];
    return [{ group, since: since.toISOString(), until: until?.toISOString() ?? null, by: presentWho(by) }];
  });
}

export const member = z
  .strictObject({ id: objectId, name: z.string(), email: z.string(), status, since: moment, until })
  .register(documented, { id: "Member", description: "A user, as a member of one group." });

/** Presents a user as a member of a group. */
export function presentMember(
  document: UserDocument,
  groupId: { equals(other: unknown): boolean },
  now: Date,
): z.output<typeof member>[] {
  const { _id, name, email, status } = document;
  const membership = membershipsAt(document, now).find((each) => groupId.equals(each.groupId));
  if (!membership) return [];
  const { since, until } = membership;
  return [
    {
      id: String(_id),
      name,
      email,
      status,
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
    },
  ];
}
