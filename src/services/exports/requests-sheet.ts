import { AccessRequest, type AccessRequestDocument, personOf } from "../../models/access-request.ts";
import { nameOf } from "../../models/actor-record.ts";
import { groupNames } from "../groups/groups.ts";
import { beyond, inPieces, sortFrom } from "../page.ts";
import { waitingFor } from "../requests/list-requests.ts";
import type { ExportOf } from "./request.ts";
import type { Exporting, Sheet } from "./sheet.ts";

/** Requests, newest first. No column has the name of an import's: this file can't be used to invite people. */
export function requestsSheet(filter: ExportOf<"requests">, exporting: Exporting): Sheet {
  return {
    columns: [
      ...["requested_at", "person", "person_email", "asked_by", "group", "hours", "wanted_until", "reason"],
      ...["status", "approvals", "settled_by", "settled_at", "ends_at", "at_once_by", "id"],
    ],
    async *rows() {
      const wanted = await meant(filter, exporting);
      for await (const requests of inPieces<AccessRequestDocument>((after, most) =>
        read(wanted, after, most),
      )) {
        const names = await groupNames(requests.map(({ groupId }) => groupId));
        yield requests.map((request) => {
          const { asker, groupId, groupName, answers, settledBy } = request;
          const person = personOf(request);
          const approvedBy = answers.filter(({ approved }) => approved).map(({ by }) => nameOf(by));
          return [
            ...[request.createdAt, person.name, person.email, asker.name],
            ...[
              names.get(String(groupId)) ?? groupName,
              request.hours,
              request.wanted?.until,
              request.reason,
            ],
            ...[request.status, approvedBy.join("; "), settledBy && nameOf(settledBy), request.settledAt],
            ...[request.until, request.rule, String(request._id)],
          ];
        });
      }
    },
  };
}

async function meant({ which, status }: ExportOf<"requests">, { actor }: Exporting): Promise<object> {
  const ofStatus = status ? { status } : {};
  if (which === "all" || actor.kind !== "account") return ofStatus;
  return which === "mine" ? { "asker.userId": actor.userId, ...ofStatus } : waitingFor(actor);
}

async function read(
  wanted: object,
  after: AccessRequestDocument | undefined,
  most: number,
): Promise<AccessRequestDocument[]> {
  const start = after && { direction: "after" as const, key: "", id: String(after._id) };
  const range = beyond(start ?? null, "createdAt", -1, after?.createdAt);
  return AccessRequest.find({ ...wanted, ...range })
    .sort(sortFrom(null, "createdAt", -1))
    .limit(most)
    .lean();
}
