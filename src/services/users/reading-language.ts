import type { LanguageCode } from "../../locales/languages.ts";
import { User } from "../../models/user.ts";
import type { AccountActor } from "../actor.ts";
import { permissionsOf } from "../authorize.ts";
import { linkedAs } from "../pause-link.ts";
import { languageOf } from "./language-of.ts";

/**
 * Finds the language of an account's screens: English for admins and auditors, whose screens have no other; for everybody else
 * as their details say, else as their account says.
 *
 * @returns undefined where nothing says so
 */
export async function readingLanguage(actor: AccountActor): Promise<LanguageCode | undefined> {
  if ((await permissionsOf(actor)).length > 0) return "en";
  const user = await User.findOne(linkedAs(actor), { language: 1, provisioned: 1 }).lean();
  return (user && languageOf(user)) ?? actor.language;
}
