import * as z from "zod";
import { groupNameKey, groupTerms } from "../../groups/group-name.ts";
import { oneLine } from "../../one-line.ts";
import { rewriting } from "./migration.ts";

/** Folds the unique keys of group names, and adds their search terms. If two keys become equal, one is left as is. */
export const groupNames = rewriting({
  id: "006-group-names",
  title: "Compares names of groups without case and accents",
  collection: "groups",
  pending: { $expr: { $not: [{ $in: ["$nameKey", { $ifNull: ["$words", []] }] }] } },
  shape: z.object({ name: z.string() }),
  rewrite: ({ name }) => ({ name: oneLine(name), nameKey: groupNameKey(name), words: groupTerms(name) }),
  unique: ({ name }) => name,
});
