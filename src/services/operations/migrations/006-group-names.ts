import * as z from "zod";
import { groupNameKey, groupTerms } from "../../groups/group-name.ts";
import { oneLine } from "../../one-line.ts";
import { rewriting } from "./migration.ts";

/** Folds the keys that names of groups are unique by, and adds what they are found by. Of two whose keys become one, one stays. */
export const groupNames = rewriting({
  id: "006-group-names",
  title: "Compares names of groups without case and accents",
  collection: "groups",
  pending: { $expr: { $not: [{ $in: ["$nameKey", { $ifNull: ["$words", []] }] }] } },
  shape: z.object({ name: z.string() }),
  rewrite: ({ name }) => ({ name: oneLine(name), nameKey: groupNameKey(name), words: groupTerms(name) }),
  unique: ({ name }) => name,
});
