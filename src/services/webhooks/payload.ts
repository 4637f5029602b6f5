import * as z from "zod";
import type { ActorRecord } from "../../models/actor-record.ts";
import type { AuditEventDocument } from "../../models/audit-event.ts";

/** How large a body may be, in bytes. */
export const MAX_BYTES = 20_000;

/** The actions whose reason is a code. Other reasons were written by people and stay in the log. */
const reasonIsCode = [
  "access.refused",
  "webhook.switched_off",
  "webhook.resumed",
  "import.paused",
  "change.paused",
  "export.failed",
];
const code = z.string().regex(/^[a-z_]+$/);
const time = z.string().meta({ format: "date-time" });
const names = z.array(z.string());

/**
 * What a message says of before and after: ids, states and codes. Titles, time zones and numbers are left to the API.
 */
const state = z
  .object({
    status: z.string(),
    generation: z.int(),
    groups: names,
    expiresAt: time,
    userId: z.string(),
    slack: z.string().nullable(),
    paused: code.nullable(),
    invitesToCancel: z.int(),
    members: z.int(),
    pendingInvites: z.int(),
    reason: code,
    permission: z.string(),
    permissions: names,
    events: names,
    sealed: z.int(),
    lastSeal: z.string(),
  })
  .partial()
  .meta({ description: "Ids, states and codes, under the keys that docs/api.md lists." });

const auditMessage = z.object({
  type: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/)
    .meta({
      description: "An action of the audit log, from the list in docs/api.md. Later versions add some.",
    }),
  timestamp: time.meta({ description: "When it happened." }),
  data: z.object({
    id: z.string().meta({ description: "The event's id in the audit log, the same for every endpoint." }),
    actor: z
      .object({
        kind: z.enum(["account", "client", "invitee", "operator", "system"]),
        name: z.string(),
        account: z.string().optional().meta({ description: "The account, `team:user`." }),
        clientId: z.string().optional().meta({ description: "The API client; the name is its owner's." }),
        clientName: z.string().optional(),
        email: z.string().optional().meta({ description: "Of an invitee." }),
      })
      .meta({ description: "Who did it, as they were called then." }),
    target: z
      .object({ kind: z.string(), id: z.string(), label: z.string() })
      .meta({ description: "What it happened to; the label is its email or name then." }),
    before: state.nullable(),
    after: state.nullable(),
    changed: names.meta({ description: "Which keys differ, including those whose values are left out." }),
    truncated: z.literal(true).optional().meta({
      description: "`before`, `after` and `changed` did not fit into 20 kB. Read the event by its id.",
    }),
  }),
});

const sealedMessage = z.object({
  type: z.literal("audit.sealed"),
  timestamp: time,
  data: z.object({
    sealed: z.int().meta({ description: "How many sealed events the log holds." }),
    lastSeal: z.string(),
    since: z
      .string()
      .meta({ description: "Both, in the form that `npm run audit:verify -- --since` takes." }),
  }),
});

const testMessage = z.object({
  type: z.literal("webhook.test"),
  timestamp: time,
  data: z.object({ endpoint: z.string().meta({ description: "The id of the endpoint." }) }),
});

/** The body of every webhook, published as docs/webhooks.schema.json. Later versions add keys, and change none. */
export const webhookMessage = z
  .union([sealedMessage, testMessage, auditMessage])
  .meta({ title: "A webhook of iam-bot" });

/** Writes the body that reports an event of the audit log. */
export function auditBody(event: AuditEventDocument): string {
  const { _id, action, at, actor, target, before, after } = event;
  const about = { id: String(_id), actor: actorOf(actor), target };
  const whole = {
    ...about,
    before: stateOf(action, before),
    after: stateOf(action, after),
    changed: changedKeys(event),
  };
  const body = JSON.stringify({ type: action, timestamp: at, data: whole });
  if (Buffer.byteLength(body) <= MAX_BYTES) return body;
  const data = { ...about, before: null, after: null, changed: [], truncated: true };
  return JSON.stringify({ type: action, timestamp: at, data });
}

/** Writes the body that reports the state of the audit log's seal. */
export function sealedBody(at: Date, sealed: number, lastSeal: string): string {
  const data = { sealed, lastSeal, since: `${sealed}:${lastSeal}` };
  return JSON.stringify({ type: "audit.sealed", timestamp: at, data });
}

/** Writes the body of a test. */
export function testBody(at: Date, endpoint: string): string {
  return JSON.stringify({ type: "webhook.test", timestamp: at, data: { endpoint } });
}

function actorOf({ kind, name, email, teamId, userId, clientId, clientName }: ActorRecord) {
  return {
    kind: kind === "slack" ? "account" : kind,
    name,
    ...(kind === "slack" && { account: `${teamId}:${userId}` }),
    ...(clientId && { clientId }),
    ...(clientName && { clientName }),
    ...(kind === "invitee" && email && { email }),
  };
}

/** Keeps the parts of a state that may be sent, and that are of the right form. */
function stateOf(action: string, stored: Record<string, unknown> | null): z.output<typeof state> | null {
  if (!stored) return null;
  const plain: Record<string, unknown> = JSON.parse(JSON.stringify(stored));
  const told = Object.entries(state.shape).flatMap(([key, schema]) => {
    if (key === "reason" && !reasonIsCode.includes(action)) return [];
    const value = schema.safeParse(plain[key]);
    return value.success && value.data !== undefined ? [[key, value.data]] : [];
  });
  return Object.fromEntries(told);
}

function changedKeys({ before, after }: AuditEventDocument): string[] {
  if (!before || !after) return [];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // The log has no number, only that there is one, and only if it changed.
  return keys.filter((key) => key === "phone" || JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
