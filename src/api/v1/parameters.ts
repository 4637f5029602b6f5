import * as z from "zod";
import { emailAddress } from "../../services/email-address.ts";
import { documented } from "../schemas.ts";

const LONGEST_SEARCH = 100;
const LONGEST_ADDRESS = 320;

/** What to search for in a list. */
export const searchText = z.string().max(LONGEST_SEARCH).optional().register(documented, {
  description: "Matches the start of a name, an address or its domain.",
});

/** An email address, in the spelling that is stored. */
export const address = z
  .string()
  .max(LONGEST_ADDRESS)
  .transform((text, context) => {
    const email = emailAddress(text.trim());
    if (email) return email;
    context.addIssue({ code: "custom", message: "is not an email address" });
    return z.NEVER;
  })
  .register(documented, { json: { type: "string", format: "email", maxLength: LONGEST_ADDRESS } });

/** Yes or no in a query; no unless given. */
export const yesOrNo = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");
