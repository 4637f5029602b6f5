import type { InputBlock } from "@slack/types";
import * as z from "zod";
import { languages } from "../../locales/languages.ts";
import { plain } from "./blocks.ts";

interface LanguageInput {
  id: string;
  label: string;
  hint?: string;
  /** Shown while none is chosen; Slack’s own words by default. */
  placeholder?: string;
  /** The code of the chosen language. */
  chosen: string | null;
}

/** Lets people choose a language, by its own name, or none. */
export function languageInput({ id, label, hint, placeholder, chosen }: LanguageInput): InputBlock {
  const options = languages.map(({ code, name }) => ({ text: plain(name), value: code }));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: "input",
    block_id: id,
    optional: true,
    label: plain(label),
    ...(hint && { hint: plain(hint) }),
    element: {
      type: "static_select",
      action_id: id,
      ...(placeholder && { placeholder: plain(placeholder) }),
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

/** Reads the chosen one; null for none. */
export const chosenLanguage = z
  .object({ selected_option: z.object({ value: z.string() }).nullish() })
  .transform(({ selected_option }) => selected_option?.value ?? null);
