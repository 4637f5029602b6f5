import { Types } from "mongoose";
import { Export } from "../../models/export.ts";
import { isDuplicate } from "../../models/mongo-errors.ts";
import { type AccountActor, type Actor, principalKey, recordOf } from "../actor.ts";
import { recordAudit } from "../audit.ts";
import { changeAs } from "../authorize.ts";
import type { AuditAction } from "../events.ts";
import { findGroup } from "../groups/open-group.ts";
import { enqueue } from "../jobs.ts";
import { reviewWithId } from "../reviews/review-conflict.ts";
import { reviewLabel } from "../reviews/review-event.ts";
import { storedPrincipal } from "../runs/run-principal.ts";
import { ExportRunning } from "./refusals.ts";
import { type ExportRequest, exportRequest, filterOf, permissionFor } from "./request.ts";

/** An export as the audit log names it. */
export interface NamedExport {
  id: string;
  label: string;
}

/**
 * Sends a list to the person who asks, as a file, once it is written.
 *
 * @returns what people call the list
 * @throws NotAdmin; NotFound, GroupDeleted; ExportRunning where they requested the same a moment ago
 */
export async function startExport(actor: AccountActor, asked: ExportRequest): Promise<string> {
  const request = exportRequest.parse(asked);
  const _id = new Types.ObjectId();
  const key = JSON.stringify([principalKey(actor), request]);
  try {
    return await changeAs(actor, permissionFor[request.what], async ({ now }) => {
      const label = await labelOf(request);
      await Export.insertMany([
        { _id, key, request, label, by: recordOf(actor), principal: storedPrincipal(actor), createdAt: now },
      ]);
      await enqueue(now, { kind: "export", exportId: _id, dueAt: now });
      await recordExport(actor, now, { id: String(_id), label }, "export.started", filterOf(request));
      return label;
    });
  } catch (error) {
    throw isDuplicate(error) ? new ExportRunning({ label: await labelOf(request) }) : error;
  }
}

/** Returns what people call the list. The caller checks the right. @throws NotFound, GroupDeleted */
export async function labelOf(request: ExportRequest): Promise<string> {
  switch (request.what) {
    case "users":
      return request.which === "ending" ? "users who leave a group within 7 days" : "users";
    case "invites":
      return invites[request.which];
    case "members":
      return `members of ${(await findGroup(request.groupId)).name}`;
    case "requests":
      return "requests";
    case "review":
      return `the review of ${reviewLabel(await reviewWithId(request.reviewId))}`;
    case "audit":
      return "the audit log";
  }
}

const invites = {
  pending: "pending invites",
  trouble: "invites with delivery trouble",
  expiring: "invites that expire within 48 hours",
  expired: "expired invites",
};

/** Records the outcome of an export. Part of the transaction. */
export async function recordExport(
  actor: Actor,
  now: Date,
  { id, label }: NamedExport,
  action: Extract<AuditAction, `export.${string}`>,
  after: Record<string, unknown>,
): Promise<void> {
  await recordAudit(actor, now, {
    action,
    target: { kind: "export", id, label },
    before: null,
    after,
    about: [],
  });
}
