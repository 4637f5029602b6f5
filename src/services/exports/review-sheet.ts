import { inPieces } from "../page.ts";
import { itemsAfter, type ReviewRow } from "../reviews/read-review-items.ts";
import type { ExportOf } from "./request.ts";
import type { Exporting, Sheet } from "./sheet.ts";

/** What a review decided about each membership. No column has an import's name: nobody can be invited with it. */
export function reviewSheet({ reviewId, which }: ExportOf<"review">, { actor }: Exporting): Sheet {
  const read = async (after: ReviewRow | undefined, most: number) =>
    (await itemsAfter(actor, reviewId, which, after && { name: after.name, id: after.itemId }, most)).rows;
  return {
    columns: [
      ...["member", "member_email", "group", "since", "added_by", "ends_at", "last_used", "managed_by"],
      ...["decision", "decided_by", "decided_at", "kept_until", "reason", "id"],
    ],
    async *rows() {
      for await (const items of inPieces(read))
        yield items.map(({ answer, ...item }) => [
          ...[item.name, item.email, item.group, item.since, item.by, item.end?.until],
          ...[item.lastUsed, item.managedBy, item.status === "open" ? "undecided" : item.status],
          ...[answer?.by, answer?.at, answer?.end?.until, answer?.reason, item.itemId],
        ]);
    },
  };
}
