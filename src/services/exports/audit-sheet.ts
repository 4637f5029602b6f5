import type { AuditEventDocument } from "../../models/audit-event.ts";
import { eventsAbout, eventsFrom, type LogEntry } from "../audit/read-audit-log.ts";
import { inPieces } from "../page.ts";
import type { ExportOf } from "./request.ts";
import type { Sheet } from "./sheet.ts";

/** The audit log, newest first; before and after as JSON. */
export function auditSheet({ about, from, until }: ExportOf<"audit">): Sheet {
  const within = { ...(from && { $gte: from }), ...(until && { $lt: until }) };
  return {
    columns: [
      ...["at", "actor_kind", "actor", "actor_email", "actor_account", "client", "action"],
      ...["target_kind", "target", "target_id", "before", "after", "id"],
    ],
    async *rows() {
      const filters = await eventsAbout(about, within);
      const read = async (after: LogEntry | undefined, most: number) =>
        eventsFrom(
          filters,
          after ? { direction: "after", key: after.at.toISOString(), id: String(after._id) } : null,
          most,
        );
      for await (const events of inPieces(read))
        yield events.map(({ actor, target, ...event }) => [
          ...[event.at, actor.kind === "slack" ? "account" : actor.kind, actor.name, actor.email],
          ...[actor.teamId && actor.userId && `${actor.teamId}:${actor.userId}`, actor.clientName],
          ...[event.action, target.kind, target.label, target.id],
          ...[values(event.before), values(event.after), String(event._id)],
        ]);
    },
  };
}

function values(facts: AuditEventDocument["before"]): string {
  return facts ? JSON.stringify(facts) : "";
}
