import type { ModalView } from "@slack/types";
import * as z from "zod";
import type { Words } from "../../locales/words.ts";
import type { AccountActor } from "../../services/actor.ts";
import { type Asked, createRequest } from "../../services/requests/create-request.ts";
import { InvalidRequest, refusalTexts } from "../../services/requests/refusals.ts";
import { requestableGroups } from "../../services/requests/requestable.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { chosenHours } from "../kit/durations-input.ts";
import { errorText } from "../kit/error-text.ts";
import { ids } from "../kit/ids.ts";
import { noticeIn, say } from "../kit/phrase.ts";
import { withError } from "../kit/redraw.ts";
import type { Press, SlackRouter, Submission } from "../kit/router.ts";
import {
  anyText,
  type CreationState,
  creationState,
  idText,
  noState,
  readValues,
} from "../kit/state-codec.ts";
import type { Answer } from "../kit/submission.ts";
import { registerAnswers } from "./answer-listeners.ts";
import { requestableOptions } from "./form-view.ts";
import { requestListState, whichIn } from "./list-state.ts";
import { firstScreen, formScreen, listScreen, requestScreen } from "./screens.ts";

/** Creates the subcommand `/iam request [group]`, for everyone. */
export function requestCommand({ readers }: SlackContext): Subcommand {
  return {
    example: "/iam request",
    about: "Ask for a group, for as long as you need it.",
    button: { id: ids.requests.openForm, label: "Request Access" },
    async run({ text, actor, open }) {
      const { words } = await readers.of(actor);
      await open(await formScreen(actor, words, text));
    },
  };
}

/** Creates the subcommand `/iam requests`, for everyone. */
export function requestsCommand({ readers }: SlackContext): Subcommand {
  return {
    example: "/iam requests",
    about: "See what’s waiting for your answer, and where your own requests stand.",
    async run({ actor, open }) {
      const { words } = await readers.of(actor);
      await open(await firstScreen(actor, words));
    },
  };
}

/** Registers asking for a group, the list of requests, and everything that can be done about one. */
export function registerRequests(router: SlackRouter, context: SlackContext): void {
  const { openForm, form, openList, which, previous, next, view } = ids.requests;
  const wordsOf = async (actor: AccountActor) => (await context.readers.of(actor)).words;
  router.show(openForm, anyText, async ({ actor, value }) => ({
    above: await formScreen(actor, await wordsOf(actor), value),
  }));
  router.suggest(ids.requests.group, async ({ actor, typed }) =>
    requestableOptions(typed, await requestableGroups(actor), await wordsOf(actor)),
  );
  router.submit(form, creationState, (submission) => submitRequest(context, submission));

  router.show(openList, noState, async ({ actor }) => ({
    above: await firstScreen(actor, await wordsOf(actor)),
  }));
  router.show(which, noState, async ({ actor, view: list }: Press<unknown>) => ({
    view: await listScreen(actor, await wordsOf(actor), whichIn(list?.state.values)),
  }));
  for (const id of [previous, next])
    router.show(id, requestListState, async ({ actor, value: state }) => ({
      view: await listScreen(actor, await wordsOf(actor), state),
    }));
  router.show(view, idText, async ({ actor, value, view: list }) => ({
    above: await requestScreen(
      actor,
      await wordsOf(actor),
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
  // If the group offers it to them.
  [emergency]: z.object({ [emergency]: z.object({ selected_options: z.array(z.unknown()) }) }).optional(),
});
/** The fields of the form, by the names the rules give them. */
const blocks: Record<string, string> = { group, hours, reason, emergency };

async function submitRequest(
  context: SlackContext,
  { actor, state, values, view }: Submission<CreationState>,
): Promise<Answer> {
  const typed = readValues(filledIn, values);
  const reader = await context.readers.of(actor);
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
      state.newId,
    );
    return { view: askedView(asked, reader.words) };
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    const faults = Object.entries(refusalTexts(error.faults, reader.words));
    const errors = faults.map(([field, fault]) => [blocks[field] ?? group, fault]);
    return { errors: Object.fromEntries(errors), form: () => withError(view, errorText(error, reader)) };
  }
}

/** Says that a request was sent, or that they already have the group. */
export function askedView({ group: name, rule }: Pick<Asked, "group" | "rule">, words: Words): ModalView {
  const { gotTitle, got, sentTitle, sent } = words.requests;
  return rule
    ? noticeIn(words, gotTitle, say(words, got({ group: name })))
    : noticeIn(words, sentTitle, say(words, sent({ group: name })));
}
