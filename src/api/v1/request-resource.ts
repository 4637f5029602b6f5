import * as z from "zod";
import { atOnceRules } from "../../models/access-request.ts";
import { type GroupRules, MAX_HOURS } from "../../services/groups/access-rules.ts";
import type { RequestDetails } from "../../services/requests/request-details.ts";
import { documented, moment, objectId } from "../schemas.ts";

export const requestStatus = z.enum(["pending", "approved", "denied", "withdrawn", "lapsed"]);

const hours = z.int().nullable().register(documented, { description: "Null for no end." });

export const accessRequest = z
  .strictObject({
    id: objectId,
    status: requestStatus,
    asker: z.strictObject({
      name: z.string(),
      email: z.string().nullable().register(documented, { description: "Null if a program asked." }),
    }),
    for: z
      .strictObject({
        name: z.string(),
        email: z.string(),
        registered: z.boolean().register(documented, { description: "If not, approval invites them." }),
      })
      .register(documented, {
        description: "Who it is for: the asker, unless somebody else asked for them.",
      }),
    group: z.string().register(documented, { description: "The group’s name." }),
    groupId: objectId,
    hours,
    wantedUntil: moment.nullable().register(documented, {
      description: "When the requested membership ends, if not given in hours.",
    }),
    reason: z.string().nullable().register(documented, {
      description: "Null if an admin asked for somebody else.",
    }),
    createdAt: moment,
    lapsesAt: moment,
    approvalsNeeded: z.int(),
    answers: z.array(
      z.strictObject({
        by: z.string(),
        approved: z.boolean(),
        hours,
        reason: z.string().nullable(),
        at: moment,
      }),
    ),
    questions: z.array(z.strictObject({ by: z.string(), text: z.string(), reply: z.string().nullable() })),
    rule: z.enum(atOnceRules).nullable().register(documented, {
      description: "The rule by which it was given at once; null where somebody has to answer, or did.",
    }),
    until: moment.nullable().register(documented, {
      description:
        "When the membership ends that was given; null where it does not, or begins once they register.",
    }),
  })
  .register(documented, {
    id: "AccessRequest",
    description: "Somebody asking for a group, for themselves or for somebody else.",
  });

/** Presents a request. */
export function presentRequest(request: RequestDetails): z.output<typeof accessRequest> {
  const { requestId, status, asker, group, groupId, reason, questions, needed, registered } = request;
  const person = request.subject ?? asker;
  return {
    id: requestId,
    status,
    asker: { name: asker.name, email: asker.email },
    for: { name: person.name, email: person.email ?? "", registered },
    group,
    groupId,
    hours: request.hours,
    wantedUntil: request.wanted?.until.toISOString() ?? null,
    reason,
    createdAt: request.createdAt.toISOString(),
    lapsesAt: request.lapsesAt.toISOString(),
    approvalsNeeded: needed,
    answers: request.answers.map(({ at, account: _, ...answer }) => ({ ...answer, at: at.toISOString() })),
    questions,
    rule: request.rule,
    until: request.end?.until.toISOString() ?? null,
  };
}

export const atOnce = z
  .strictObject({ group: objectId, hours: z.int().min(1).max(MAX_HOURS) })
  .register(documented, {
    id: "AtOnce",
    description: "Members of this group get it at once, for up to this many hours.",
  });

export const accessRules = z
  .strictObject({
    open: z.boolean().register(documented, { description: "Whether people can ask for it." }),
    deciders: objectId.nullable().register(documented, {
      description: "The group whose members decide; null if admins do.",
    }),
    answers: z
      .int()
      .register(documented, { description: "How many different people have to approve: 1 or 2." }),
    longestHours: z
      .int()
      .nullable()
      .register(documented, { description: "The longest time; null for no limit." }),
    confirmByMail: z.boolean().register(documented, {
      description: "Whether approvers confirm with an emailed link, so that no program can approve.",
    }),
    preApproved: atOnce.nullable().register(documented, {
      description: "Who gets it at once; the deciders are told. Left out in a change, it stays as it is.",
    }),
    emergency: atOnce.nullable().register(documented, {
      description: "Who gets it at once in an emergency; the admins are asked afterwards. The same.",
    }),
    version: z.int().register(documented, { description: "The group’s; for If-Match." }),
  })
  .register(documented, { id: "AccessRules", description: "Whether and how people can ask for a group." });

/** Presents the access rules of a group. */
export function presentRules({ group, rules }: GroupRules): z.output<typeof accessRules> {
  return { ...rules, version: group.version };
}
