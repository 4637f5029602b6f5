import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import type { UserVersion } from "../../services/users/user-version.ts";
import { ids } from "../kit/ids.ts";
import { seenUserSchema } from "./user-ref.ts";

const { newGroups } = ids.user;
const submitted = z.object({
  [newGroups]: z.object({
    [newGroups]: z.object({ selected_options: z.array(z.object({ value: z.string() })) }),
  }),
});
const draft = z.object({
  seen: seenUserSchema,
  groups: z.array(z.string()),
});

/** The groups that were chosen in the form. */
export function chosenGroups(values: unknown): string[] {
  return submitted
    .parse(values)
    [newGroups][newGroups].selected_options.map(({ value }) => objectId.parse(value));
}

/** Whose groups are to become which: as the review's `private_metadata`, where 100 ids fit only if packed. */
export interface GroupsDraft {
  seen: UserVersion;
  groupIds: string[];
}

export function groupsDraftValue({ seen, groupIds }: GroupsDraft): string {
  return JSON.stringify({ seen, groups: groupIds.map((id) => Buffer.from(id, "hex").toString("base64url")) });
}

/** Reads it back. */
export function readGroupsDraft(metadata: string): GroupsDraft {
  const { seen, groups } = draft.parse(JSON.parse(metadata));
  return { seen, groupIds: groups.map((id) => objectId.parse(Buffer.from(id, "base64url").toString("hex"))) };
}
