import * as z from "zod";
import { searchTerms } from "../../search-terms.ts";
import { rewriting } from "./migration.ts";
import { withoutDomainTerm } from "./without-domain-term.ts";

/** Folds the search terms of invites; also adds the readable words of a domain in another script, where missing. */
export const inviteSearchTerms = rewriting({
  id: "005-invite-search-terms",
  title: "Writes what invites are found by without case and accents",
  collection: "invites",
  pending: withoutDomainTerm,
  shape: z.object({ email: z.string() }),
  rewrite: ({ email }) => ({ words: searchTerms(email) }),
});
