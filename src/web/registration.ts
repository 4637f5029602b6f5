import { z } from "zod";
import { wordsIn } from "../locales/words.ts";
import { faultTexts } from "../services/users/detail-faults.ts";
import { checkDetails, type PersonDetails } from "../services/users/person-details.ts";
import { utc } from "../services/users/time-zones.ts";

/** What somebody typed, unchanged; a missing field counts as empty. */
const typedForm = z.object({
  name: z.string().catch(""),
  title: z.string().catch(""),
  phone: z.string().catch(""),
  timeZone: z.string().catch(utc.value),
});

export type TypedForm = z.output<typeof typedForm>;
export type FieldName = keyof TypedForm;

/** A sentence for each field that has an error. */
export type FieldErrors = Partial<Record<FieldName, string>>;

export const emptyForm: TypedForm = { name: "", title: "", phone: "", timeZone: utc.value };

/** Reads and checks what a form sent. `registration` is null when a field has an error. */
export async function readRegistration(body: unknown): Promise<{
  typed: TypedForm;
  errors: FieldErrors;
  registration: PersonDetails | null;
}> {
  const typed = typedForm.catch(emptyForm).parse(body);
  const { errors, details } = await checkDetails({ ...typed, language: "" });
  return { typed, errors: faultTexts(errors, await wordsIn("en")), registration: details };
}
