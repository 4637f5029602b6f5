import * as z from "zod";
import { matchLanguage } from "../locales/match-language.ts";
import { checkDetails, type DetailErrors, type PersonDetails } from "../services/users/person-details.ts";
import { utc } from "../services/users/time-zones.ts";

/** What was typed, unchanged; a missing field counts as empty. */
const typedForm = z.object({
  name: z.string().catch(""),
  title: z.string().catch(""),
  phone: z.string().catch(""),
  timeZone: z.string().catch(utc.value),
});
/** The language in which the form was read. */
const readIn = z.object({ language: z.string() });

export type TypedForm = z.output<typeof typedForm>;
export type FieldName = keyof TypedForm;

/** The error of each field that has one. */
export type FieldErrors = Pick<DetailErrors, FieldName>;

export const emptyForm: TypedForm = { name: "", title: "", phone: "", timeZone: utc.value };

/** Reads and checks a submitted form. `registration` is null if a field has an error. */
export async function readRegistration(body: unknown): Promise<{
  typed: TypedForm;
  errors: FieldErrors;
  registration: PersonDetails | null;
}> {
  const typed = typedForm.catch(emptyForm).parse(body);
  const form = readIn.safeParse(body);
  const language = matchLanguage(form.data?.language ?? "") ?? "";
  const { errors, details } = await checkDetails({ ...typed, language });
  return { typed, errors, registration: details };
}
