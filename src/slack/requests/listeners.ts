import { z } from "zod";
import { InvalidFields } from "../../services/errors.ts";
import { createRequest } from "../../services/requests/create-request.ts";
import { requestableGroups } from "../../services/requests/requestable.ts";
import { notice } from "../kit/blocks.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenHours } from "../kit/durations-input.ts";
import { ids } from "../kit/ids.ts";
import { withError } from "../kit/redraw.ts";
import type { Press, SlackRouter, Submission } from "../kit/router.ts";
import { anyText, idText, noState } from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { registerAnswers } from "./answer-listeners.ts";
import { requestableOptions } from "./form-view.ts";
import { requestListState, whichIn } from "./list-state.ts";
import { firstScreen, formScreen, listScreen, requestScreen } from "./screens.ts";

/** Makes the subcommand `/iam request [group]`: for everyone. */
export const requestCommand: Subcommand = {
  example: "/iam request",
  about: "Ask for a group, for as long as you need it.",
  button: { id: ids.requests.openForm, label: "Request Access" },
  async run({ text, actor, open }) {
    await open(await formScreen(actor, text));
  },
};

/** Makes the subcommand `/iam requests`: for everyone. */
export const requestsCommand: Subcommand = {
  example: "/iam requests",
  about: "See what waits for your answer, and how your own requests stand.",
  async run({ actor, open }) {
    await open(await firstScreen(actor));
  },
};

/** Registers asking for a group, the list of requests, and everything that is done about one. */
export function registerRequests(router: SlackRouter, context: SlackContext): void {
  const { openForm, form, openList, which, previous, next, view } = ids.requests;
  router.show(openForm, anyText, async ({ actor, value }) => ({ above: await formScreen(actor, value) }));
  router.suggest(ids.requests.group, async ({ actor, typed }) =>
    requestableOptions(typed, await requestableGroups(actor)),
  );
  router.submit(form, noState, (submission) => submitRequest(context, submission));

  router.show(openList, noState, async ({ actor }) => ({ above: await firstScreen(actor) }));
  router.show(which, noState, async (press: Press<unknown>) => ({
    view: await listScreen(press.actor, whichIn(press.view?.state.values)),
  }));
  for (const id of [previous, next])
    router.show(id, requestListState, async ({ actor, value: state }) => ({
      view: await listScreen(actor, state),
    }));
  router.show(view, idText, async ({ actor, value, view: list }) => ({
    above: await requestScreen(
      actor,
      value,
      list?.callback_id === ids.requests.list ? list.private_metadata : undefined,
    ),
  }));

  registerAnswers(router, context);
}

const { group, hours, reason, emergency } = ids.requests;
const filledIn = z.object({
  [group]: z.object({ [group]: z.object({ selected_option: z.object({ value: z.string() }) }) }),
  [hours]: z.object({ [hours]: chosenHours }),
  [reason]: z.object({ [reason]: z.object({ value: z.string().nullish() }) }),
  // Where a group has it for them.
  [emergency]: z.object({ [emergency]: z.object({ selected_options: z.array(z.unknown()) }) }).optional(),
});
/** The fields of the form, by the names that the rules give them. */
const blocks: Record<string, string> = { group, hours, reason, emergency };

async function submitRequest(
  context: SlackContext,
  { actor, values, view }: Submission<null>,
): Promise<Answer> {
  const typed = filledIn.parse(values);
  try {
    const asked = await createRequest(
      actor,
      {
        groupId: typed[group][group].selected_option.value,
        hours: typed[hours][hours],
        reason: typed[reason][reason].value ?? "",
        emergency: (typed[emergency]?.[emergency].selected_options.length ?? 0) > 0,
      },
      context.requests,
    );
    const follow = "Its card in your messages with this app says";
    return asked.rule
      ? { view: notice("You’re in", `You have ${asked.group} now. ${follow} until when.`) }
      : {
          view: notice("Request sent", `Your request for ${asked.group} was sent. ${follow} how it stands.`),
        };
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    const errors = Object.entries(error.fields).map(([field, fault]) => [blocks[field] ?? group, fault]);
    return { errors: Object.fromEntries(errors), form: () => withError(view, error.sentence()) };
  }
}
