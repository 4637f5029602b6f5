import * as z from "zod";
import { canonicalEmail } from "../../email-address.ts";
import { rewriting } from "./migration.ts";

const inAnotherScript = /@.*[^\0-\x7f]/;

/** Spells the domains of users' addresses as DNS does. If two users then share an address, one is left as is. */
export const canonicalEmails = rewriting({
  id: "007-canonical-emails",
  title: "Writes addresses of users in one spelling",
  collection: "users",
  pending: { $or: [{ email: inAnotherScript }, { "slack.email": inAnotherScript }] },
  shape: z.object({ email: z.string(), slack: z.object({ email: z.string() }).optional() }),
  rewrite: ({ email, slack }) => ({
    ...(canonicalEmail(email) !== email && { email: canonicalEmail(email) }),
    ...(slack &&
      canonicalEmail(slack.email) !== slack.email && { "slack.email": canonicalEmail(slack.email) }),
  }),
  unique: ({ email }) => email,
});
