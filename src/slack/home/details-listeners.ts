import * as z from "zod";
import { faultTexts } from "../../services/users/detail-faults.ts";
import { editOwnDetails } from "../../services/users/own-details.ts";
import { checkDetails, type PersonDetails } from "../../services/users/person-details.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import { chosenLanguage } from "../kit/language-input.ts";
import { noticeIn } from "../kit/phrase.ts";
import type { SlackRouter, Submission } from "../kit/router.ts";
import { noState, readValues } from "../kit/state-codec.ts";
import type { Answer, FieldErrors } from "../kit/submission.ts";
import { setFlash } from "../state/home-tabs.ts";
import { zoneOptions } from "./details-view.ts";
import { publishHome } from "./publish.ts";

const { name, title, phone, timeZone, language } = ids.home;
/** The fields, by the names the rules give them. */
const fields = { name, title, phone, timeZone, language } as const;

const typed = z.object({ value: z.string().nullish() });
const form = z.object({
  [name]: z.object({ [name]: typed }),
  [title]: z.object({ [title]: typed }),
  [phone]: z.object({ [phone]: typed }),
  [timeZone]: z.object({ [timeZone]: z.object({ selected_option: z.object({ value: z.string() }) }) }),
  [language]: z.object({ [language]: chosenLanguage }),
});

/** Registers the form that *Edit My Details* opens. */
export function registerDetails(router: SlackRouter, context: SlackContext): void {
  router.suggest(timeZone, async ({ typed }) => zoneOptions(typed));

  const save = async ({ actor, values, client }: Submission<unknown>): Promise<Answer> => {
    await editOwnDetails(actor, detailsIn(values));
    // In the language they may just have chosen.
    const { words } = await context.readers.of(actor);
    const { saved, detailsSaved } = words.slack;
    await setFlash(actor, { kind: "done", text: detailsSaved });
    return {
      closed: noticeIn(words, saved, detailsSaved),
      afterwards: () => publishHome(context, client, actor),
    };
  };
  router.submit(ids.home.details, noState, save, async (values, _, reader) => {
    const { details, errors } = await checkDetails(detailsIn(values));
    return details ? null : byBlock(faultTexts(errors, (await reader()).words));
  });
}

function detailsIn(values: unknown): PersonDetails {
  const given = readValues(form, values);
  return {
    name: given[name][name].value ?? "",
    title: given[title][title].value ?? "",
    phone: given[phone][phone].value ?? "",
    timeZone: given[timeZone][timeZone].selected_option.value,
    language: given[language][language] ?? "",
  };
}

function byBlock(faults: FieldErrors): FieldErrors {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, id]) => (faults[field] ? [[id, faults[field]]] : [])),
  );
}
