import * as z from "zod";
import { followAuditLog } from "../../services/audit/follow-audit-log.ts";
import { auditActions } from "../../services/events.ts";
import { endpoint } from "../endpoint.ts";
import { cursorAt, limit, page, pageOf } from "../paging.ts";
import { documented, givenMoment } from "../schemas.ts";
import { auditEvent, presentAuditEvent, storedActor } from "./audit-event-resource.ts";

const id = z.string().min(1).max(320);

export const listAuditEvents = endpoint({
  method: "GET",
  path: "/audit-events",
  operationId: "listAuditEvents",
  tag: "audit-events",
  summary: "Read the audit log",
  description:
    "In the order events arrived, oldest first. `next` pages through what is there now; even a page without matches may have one. Keep `resume` and ask with it again, a minute or a year later: you get each event once and miss none.",
  permission: "audit:read",
  query: z.strictObject({
    target: id
      .optional()
      .register(documented, { description: "The id of what was acted on: an invite, a user, a group." }),
    actor: id.optional().register(documented, {
      description:
        "Who acted: a Slack account (`team:user`, or its user id alone), the id of an API client, an address, or a kind, such as `client` or `system`.",
    }),
    action: z.enum(auditActions).optional(),
    from: givenMoment.optional(),
    until: givenMoment.optional().register(documented, { description: "Only events before this moment." }),
    limit,
    cursor: cursorAt(z.strictObject({ after: z.int().min(0) })),
  }),
  responses: {
    200: pageOf(auditEvent).extend({
      resume: z.string().register(documented, { description: "The cursor to continue from, now or later." }),
    }),
  },
  handle: async ({ actor, query: { limit: most, cursor, actor: who, ...given } }) => {
    const filter = { ...given, actor: who && storedActor(who) };
    const { events, end, more } = await followAuditLog(actor, filter, cursor?.after ?? 0, most);
    const answer = page(events.map(presentAuditEvent), more ? { after: end } : null);
    const resume = page([], { after: end }).next ?? "";
    return { ...answer, body: { ...answer.body, resume } };
  },
});
