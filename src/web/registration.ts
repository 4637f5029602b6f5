import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { z } from "zod";
import type { Registration } from "../services/accept-invite.ts";
import { timeZoneOf, utc } from "./time-zones.ts";

const NAME_MAX = 100;
const TITLE_MAX = 100;
const PHONE_MAX = 32;

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
export type FieldErrors = Partial<Record<FieldName, string>>;

export const emptyForm: TypedForm = { name: "", title: "", phone: "", timeZone: utc.value };

/** Takes what a form sent and checks it; `registration` is null when something needs another look. */
export function readRegistration(body: unknown): {
  typed: TypedForm;
  errors: FieldErrors;
  registration: Registration | null;
} {
  const typed = typedForm.catch(emptyForm).parse(body);
  const [name, title] = [oneLine(typed.name), oneLine(typed.title)];
  const phone = phoneOf(typed.phone);
  const timeZone = timeZoneOf(typed.timeZone);
  const errors: FieldErrors = {
    ...(!/[\p{L}\p{N}]/u.test(name) && { name: "Enter your full name." }),
    ...tooLong("name", name, NAME_MAX),
    ...tooLong("title", title, TITLE_MAX),
    ...("error" in phone && { phone: phone.error }),
    ...(timeZone === null && { timeZone: "Choose a time zone from the list." }),
  };
  const complete = Object.keys(errors).length === 0 && "number" in phone && timeZone !== null;
  return {
    typed,
    errors,
    registration: complete ? { name, title, phone: phone.number, timeZone } : null,
  };
}

/** Typed text as one line: no control characters, none that turn the direction of what follows. */
function oneLine(text: string): string {
  return text
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function tooLong(field: FieldName, text: string, most: number): FieldErrors {
  const length = [...text].length;
  return length > most ? { [field]: `Use at most ${most} characters. This has ${length}.` } : {};
}

/** A number in E.164, nothing when nothing was typed, or what is wrong with it. */
function phoneOf(typed: string): { number: string } | { error: string } {
  const text = oneLine(typed.normalize("NFKC"));
  if (text === "") return { number: "" };
  const [error] = Object.values(tooLong("phone", text, PHONE_MAX));
  if (error) return { error };
  const international = text.replace(/^00/, "+");
  if (!international.startsWith("+")) return { error: "Begin the phone number with + and its country code." };
  const phone = parsePhoneNumberFromString(international, { extract: false });
  if (!phone?.isValid()) return { error: "This is not a complete phone number. Check it, or leave it out." };
  if (phone.ext) return { error: "Leave out the extension of the phone number." };
  return { number: phone.number };
}
