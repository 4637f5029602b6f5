import * as z from "zod";
import { searchTerms } from "../../search-terms.ts";
import { rewriting } from "./migration.ts";
import { withoutDomainTerm } from "./without-domain-term.ts";

/** Folds the search terms of users, and writes their names in NFC. */
export const userSearchTerms = rewriting({
  id: "004-user-search-terms",
  title: "Writes what users are found by without case and accents",
  collection: "users",
  pending: withoutDomainTerm,
  shape: z.object({ email: z.string(), name: z.string() }),
  rewrite: ({ email, name }) => ({ name: name.normalize("NFC"), words: searchTerms(email, name) }),
});
