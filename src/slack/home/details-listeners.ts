import type { ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import { InvalidFields, NotRegistered } from "../../services/errors.ts";
import { editOwnDetails } from "../../services/users/own-details.ts";
import type { PersonDetails } from "../../services/users/person-details.ts";
import { accountOf } from "../kit/account-of.ts";
import { notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { ids } from "../kit/ids.ts";
import type { Listeners } from "../kit/router.ts";
import { type Answer, redisplayWithError, respondInTime } from "../kit/submission.ts";
import { setFlash } from "../state/home-tabs.ts";
import { detailsView, zoneOptions } from "./details-view.ts";
import { publishHome } from "./publish.ts";

const { name, title, phone, timeZone } = ids.home;
/** The fields as the rules name them. */
const fields = { name, title, phone, timeZone } as const;

const typed = z.object({ value: z.string().nullish() });
const form = z.object({
  [name]: z.object({ [name]: typed }),
  [title]: z.object({ [title]: typed }),
  [phone]: z.object({ [phone]: typed }),
  [timeZone]: z.object({ [timeZone]: z.object({ selected_option: z.object({ value: z.string() }) }) }),
});

/** *Edit My Details*, submitted. */
export function registerDetails(app: Listeners, context: SlackContext): void {
  app.options(timeZone, async ({ ack, options }) => {
    await ack({ options: zoneOptions(options.value) });
  });

  app.view<ViewSubmitAction>(ids.home.details, async ({ ack, body, view, client }) => {
    const work = save(context, body);
    await respondInTime(ack, client, view.id, work, redisplayWithError(view, context.log));
    if ("closed" in (await work.catch(() => ({})))) await publishHome(context, client, accountOf(body));
  });
}

async function save({ accounts }: SlackContext, body: ViewSubmitAction): Promise<Answer> {
  const details = detailsIn(body.view.state.values);
  const actor = await accounts.fresh(accountOf(body));
  try {
    await editOwnDetails(actor, details);
  } catch (error) {
    if (error instanceof NotRegistered) return { view: notice("Not done", error.sentence()) };
    if (!(error instanceof InvalidFields)) throw error;
    return { errors: byBlock(error.fields), form: () => detailsView(details, error.sentence()) };
  }
  await setFlash(actor, "Your details are saved.");
  return { closed: notice("Saved", "Your details are saved.") };
}

function detailsIn(values: unknown): PersonDetails {
  const given = form.parse(values);
  return {
    name: given[name][name].value ?? "",
    title: given[title][title].value ?? "",
    phone: given[phone][phone].value ?? "",
    timeZone: given[timeZone][timeZone].selected_option.value,
  };
}

function byBlock(faults: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, id]) => (faults[field] ? [[id, faults[field]]] : [])),
  );
}
