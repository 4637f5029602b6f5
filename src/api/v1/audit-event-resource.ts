import * as z from "zod";
import type { ActorRecord } from "../../models/actor-record.ts";
import type { LogEntry } from "../../services/audit/read-audit-log.ts";
import { documented, moment } from "../schemas.ts";

const values = z.record(z.string(), z.unknown()).nullable();

const auditActor = z
  .strictObject({
    kind: z.enum(["account", "client", "invitee", "operator", "system"]),
    name: z.string(),
    email: z.string().nullable(),
    account: z.string().nullable().register(documented, {
      description: "The Slack account, `team:user`; for an API client, its owner’s.",
    }),
    client: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  })
  .register(documented, { id: "AuditActor", description: "Who acted, under their name at the time." });

export const auditEvent = z
  .strictObject({
    id: z.string(),
    at: moment,
    actor: auditActor,
    action: z.string().register(documented, { description: "Such as `invite.created`." }),
    target: z.strictObject({
      kind: z.string(),
      id: z.string(),
      label: z.string().register(documented, { description: "Its email or name at the time." }),
    }),
    before: values,
    after: values,
  })
  .register(documented, { id: "AuditEvent", description: "One action, as recorded in the audit log." });

/** Presents an event of the log. */
export function presentAuditEvent({
  _id,
  at,
  actor,
  action,
  target,
  before,
  after,
}: LogEntry): z.output<typeof auditEvent> {
  const { kind, id, label } = target;
  return {
    id: String(_id),
    at: at.toISOString(),
    actor: presentActor(actor),
    action,
    target: { kind, id, label },
    before,
    after,
  };
}

/** Turns an actor's kind from events into the stored one: `account` is stored as `slack`. */
export const storedActor = (given: string) => (given === "account" ? "slack" : given);

function presentActor({ kind, name, email, teamId, userId, clientId, clientName }: ActorRecord) {
  return {
    kind: kind === "slack" ? ("account" as const) : kind,
    name,
    email: email ?? null,
    account: teamId && userId ? `${teamId}:${userId}` : null,
    client: clientId ? { id: clientId, name: clientName ?? name } : null,
  };
}
