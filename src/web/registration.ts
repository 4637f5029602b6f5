import { z } from "zod";
import { checkDetails, type DetailErrors, type PersonDetails } from "../services/users/person-details.ts";
import { utc } from "../services/users/time-zones.ts";

/** What somebody typed, as it was typed; what is missing counts as empty. */
const typedForm = z.object({
  name: z.string().catch(""),
  title: z.string().catch(""),
  phone: z.string().catch(""),
  timeZone: z.string().catch(utc.value),
});

export type TypedForm = z.output<typeof typedForm>;
export type FieldName = keyof TypedForm;

/** One sentence for each field that needs another look. */
export type FieldErrors = DetailErrors;

export const emptyForm: TypedForm = { name: "", title: "", phone: "", timeZone: utc.value };

/** Takes what a form sent and checks it; `registration` is null when something needs another look. */
export async function readRegistration(body: unknown): Promise<{
  typed: TypedForm;
  errors: FieldErrors;
  registration: PersonDetails | null;
}> {
  const typed = typedForm.catch(emptyForm).parse(body);
  const { errors, details } = await checkDetails(typed);
  return { typed, errors, registration: details };
}
