import type { WebClient } from "@slack/web-api";
import { Types } from "mongoose";
import * as z from "zod";
import { shorten } from "../../locales/shorten.ts";
import type { AccountActor } from "../../services/actor.ts";
import { InvalidFields } from "../../services/errors.ts";
import { usersGroupId } from "../../services/groups/groups.ts";
import { groupsToChoose } from "../../services/groups/groups-to-choose.ts";
import { createImport } from "../../services/imports/create-import.ts";
import { importResult } from "../../services/imports/import-result.ts";
import { MAX_BYTES, readTableOf } from "../../services/imports/read-import.ts";
import { ImportUnreadable } from "../../services/imports/refusals.ts";
import { type ImportReview, reviewImport } from "../../services/imports/review-import.ts";
import { startImport } from "../../services/imports/start-import.ts";
import { ImportLimitReached } from "../../services/runs/refusals.ts";
import { cancelRest, pauseRun, resumeRun } from "../../services/runs/steer-run.ts";
import { accountOf } from "../kit/account-of.ts";
import type { AccountRef } from "../kit/accounts.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { fetchFile, givenFile } from "../kit/fetch-file.ts";
import { chosenGroups, groupOptions } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { replaceActions } from "../kit/redraw.ts";
import type { Press, SlackRouter } from "../kit/router.ts";
import { slackErrorCode } from "../kit/slack-errors.ts";
import { idText, noState, readValues } from "../kit/state-codec.ts";
import { type Answer, underFields } from "../kit/submission.ts";
import { exactly } from "../kit/text.ts";
import { sendFile } from "../kit/upload-file.ts";
import { importForm } from "./form-view.ts";
import { importReview } from "./review-view.ts";

const { file, people, groups, expiry } = ids.imports;

const LONGEST_LABEL = 100;

/** Creates the subcommand `/iam import`. */
export function importCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam import",
    about: "Invite hundreds or thousands from a spreadsheet.",
    permission: "invites:write",
    async run({ actor, open }) {
      await open(await form(actor, context));
    },
  };
}

async function form(actor: AccountActor, { policy }: SlackContext) {
  const choices = await groupsToChoose(actor);
  return importForm({ choices, groupIds: [usersGroupId], expiryDays: policy.expiryDays });
}

const submitted = z.object({
  [file]: z.object({ [file]: z.object({ files: z.array(givenFile).max(1).nullish() }) }),
  [people]: z.object({ [people]: z.object({ value: z.string().nullish() }) }),
  [groups]: z.object({ [groups]: chosenGroups }),
  [expiry]: z.object({ [expiry]: z.object({ selected_option: z.object({ value: z.coerce.number() }) }) }),
});

/** Registers importing: the form, its review, and everything that can be done about a run. */
export function registerImports(router: SlackRouter, context: SlackContext): void {
  router.suggest(groups, async ({ actor, typed }) => groupOptions(typed, await groupsToChoose(actor)));

  router.submit(ids.imports.form, noState, async ({ actor, values, view, client }): Promise<Answer> => {
    const fields = readValues(submitted, values);
    const [given] = fields[file][file].files ?? [];
    const pasted = fields[people][people].value ?? "";
    const isPasted = pasted.trim() !== "";
    if (given && isPasted)
      return underFields(view, { [people]: "Give a file or paste the people, not both." });
    if (!given && !isPasted) return underFields(view, { [file]: "Give a file, or paste the people below." });
    try {
      const read = await readTableOf(given ? await fetchFile(client, given, MAX_BYTES) : pasted);
      const run = await createImport(
        actor,
        {
          label: given ? shorten(given.name ?? "a file", LONGEST_LABEL) : "a pasted list",
          read,
          groupIds: fields[groups][groups],
          expiryDays: fields[expiry][expiry].selected_option.value,
          zone: context.timeZone,
        },
        context.policy,
        context.importLimit,
      );
      return { view: importReview(await reviewImport(actor, String(run._id))) };
    } catch (error) {
      if (error instanceof InvalidFields) return underFields(view, { [groups]: error.sentence() });
      if (error instanceof ImportUnreadable || error instanceof ImportLimitReached)
        return underFields(view, { [given ? file : people]: error.sentence() });
      throw error;
    }
  });

  router.submit(ids.imports.review, idText, async ({ actor, state: runId }): Promise<Answer> => {
    const { planned } = await startImport(actor, runId, context.importLimit);
    return {
      view: notice(
        "Import started",
        `Inviting ${planned.toLocaleString("en")}. A message from me shows its progress, with buttons to pause it or cancel the rest.`,
      ),
    };
  });

  router.show(ids.imports.faulty, idText, async ({ actor, value: runId, body, client }) => {
    const review = await reviewImport(actor, runId);
    const flash = await sendFaulty(review, accountOf(body), client, context);
    return { view: importReview(review, flash) };
  });

  router.press(ids.imports.pause, idText, (press) => steered(press, pauseRun, "You paused it."));
  router.press(ids.imports.resume, idText, (press) => steered(press, resumeRun, "You resumed it."));
  router.press(ids.imports.cancelRest, idText, (press) =>
    steered(press, cancelRest, "You cancelled the rest."),
  );
}

/** Sends a person the lines that are left out, with the reason for each, to correct and import. */
async function sendFaulty(
  { run }: ImportReview,
  to: AccountRef,
  client: WebClient,
  { accounts }: SlackContext,
): Promise<Flash> {
  const label = isolated(run.label, 60);
  try {
    await sendFile(client, accounts, to, () => ({
      name: "left-out.csv",
      comment: `The lines of ${label} that were left out, each with the reason. Correct them and import this file.`,
      content: importResult(new Types.ObjectId(run.id), "faulty"),
    }));
  } catch (error) {
    if (slackErrorCode(error) !== "missing_scope") throw error;
    return {
      text: "This app isn’t allowed to send files. Ask whoever runs iam-bot to add the files:write scope.",
      ok: false,
    };
  }
  const lines = exactly(run.counts.faulty ?? 0, "line", "lines");
  return { text: `Sent ${lines} to your messages with me. Correct them and import that file.`, ok: true };
}

/** Does something to a run, and says so in place of the buttons until the message is redrawn. */
async function steered(
  { actor, value: runId, body, respond, tell }: Press<string>,
  steer: typeof pauseRun,
  sentence: string,
): Promise<undefined> {
  await steer(actor, { runId });
  await replaceActions(body, sentence, { respond, tell });
  return undefined;
}
