import type { ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { AccountActor } from "../../services/actor.ts";
import { GroupChanged, GroupDeleted, InvalidFields } from "../../services/errors.ts";
import { type DeletedGroup, deleteGroup } from "../../services/groups/delete-group.ts";
import { groupToChange } from "../../services/groups/open-group.ts";
import { createGroup, editGroup } from "../../services/groups/write-group.ts";
import { accountOf } from "../kit/account-of.ts";
import { type Flash, notice } from "../kit/blocks.ts";
import type { SlackContext } from "../kit/context.ts";
import { describeError } from "../kit/errors.ts";
import type { Answer } from "../kit/submission.ts";
import { counted } from "../kit/text.ts";
import { deletionView } from "./deletion-view.ts";
import { type GroupDraft, readGroupDraft, requestOf } from "./draft.ts";
import { fieldBlock, groupForm } from "./form-view.ts";
import { type FormPlace, readDeletionPlace, readFormPlace } from "./list-state.ts";
import { groupScreen, listScreen, redrawBelow } from "./screens.ts";

/** What a submission ends in, and what is to be redrawn below it afterwards. */
interface Outcome {
  answer: Answer;
  redraw?: (client: WebClient) => Promise<void>;
}

type Submission = ViewSubmitAction;

/** Creates or edits by a submitted form; whatever stands in the way, what was typed is still there. */
export async function submitGroupForm(context: SlackContext, body: Submission): Promise<Outcome> {
  const place = readFormPlace(body.view.private_metadata);
  const draft = readGroupDraft(body.view.state.values);
  const actor = await context.accounts.fresh(accountOf(body));
  try {
    const flash = await save(actor, place, draft);
    return {
      answer: { closed: notice(place.group ? "Edit group" : "Create group", flash.text) },
      redraw: (client) => redrawAll(context, actor, { client, body, place, flash }),
    };
  } catch (error) {
    return { answer: await refused(context, actor, { error, place, draft }) };
  }
}

async function save(actor: AccountActor, { group }: FormPlace, draft: GroupDraft): Promise<Flash> {
  const request = requestOf(draft);
  if (!group) {
    const { name } = await createGroup(actor, { ...request, name: request.name ?? "" });
    return { text: `The group ${name} is created. Invites and profiles can name it now.`, ok: true };
  }
  const { name, changed } = await editGroup(actor, group.page.groupId, group.version, request);
  return {
    text: changed ? `The group ${name} is saved.` : `Nothing about the group ${name} was changed.`,
    ok: true,
  };
}

interface Redrawing {
  client: WebClient;
  body: Submission;
  place: FormPlace;
  flash: Flash;
}

async function redrawAll(
  context: SlackContext,
  actor: AccountActor,
  { client, body, place, flash }: Redrawing,
) {
  const { previous_view_id: below, root_view_id: list } = body.view;
  if (!place.group) {
    // Below what became of an edit stands the page of a group that is gone.
    if (below !== list) await redrawBelow(client, below, notice("Group created", flash.text));
    return redrawBelow(client, list, await listScreen(actor, place.list, flash));
  }
  await redrawBelow(client, below, await groupScreen(context, actor, place.group.page, flash));
  await redrawBelow(client, list, await listScreen(actor, place.list));
}

interface Refused {
  error: unknown;
  place: FormPlace;
  draft: GroupDraft;
}

async function refused(
  { log }: SlackContext,
  actor: AccountActor,
  { error, place, draft }: Refused,
): Promise<Answer> {
  const words = describeError(error, log, actor.timeZone);
  const again = { ...place, attempt: place.attempt + 1 };
  if (error instanceof InvalidFields)
    return {
      errors: Object.fromEntries(
        Object.entries(error.fields).map(([field, fault]) => [fieldBlock(field, place), fault]),
      ),
      form: () => groupForm(draft, again, { words }),
    };
  if (error instanceof GroupDeleted)
    return {
      view: groupForm(
        draft,
        { ...again, group: null },
        {
          words: `${words} Here is what you typed; Create makes a new group of it.`,
        },
      ),
    };
  if (error instanceof GroupChanged && place.group) {
    const { group: now } = await groupToChange(actor, place.group.page.groupId);
    return {
      view: groupForm(
        draft,
        { ...again, group: { ...place.group, version: now.version } },
        {
          words: `${words} Here is what you typed; Save puts it in place of what is there now.`,
          now,
        },
      ),
    };
  }
  return { view: groupForm(draft, again, { words }) };
}

function deletedWords({ name, members, pendingInvites }: DeletedGroup): string {
  const left = [
    ...(members > 0 ? [counted(members, "member", "members")] : []),
    ...(pendingInvites > 0 ? [counted(pendingInvites, "pending invite", "pending invites")] : []),
  ];
  return `The group ${name} is deleted.${left.length > 0 ? ` ${left.join(" and ")} left it.` : ""}`;
}

/** Deletes after the question; if the group was changed since it was asked, it is asked anew. */
export async function submitGroupDeletion(context: SlackContext, body: Submission): Promise<Outcome> {
  const place = readDeletionPlace(body.view.private_metadata);
  const actor = await context.accounts.fresh(accountOf(body));
  const { groupId, list } = place.page;
  try {
    const words = deletedWords(await deleteGroup(actor, groupId, place.version));
    return {
      answer: { closed: notice("Group deleted", words) },
      redraw: async (client) => {
        await redrawBelow(client, body.view.previous_view_id, notice("Group deleted", words));
        await redrawBelow(client, body.view.root_view_id, await listScreen(actor, list));
      },
    };
  } catch (error) {
    const words = describeError(error, context.log, actor.timeZone);
    if (!(error instanceof GroupChanged)) return { answer: { view: notice("Not deleted", words) } };
    const changing = await groupToChange(actor, groupId);
    const version = changing.group.version;
    const flash = { text: `${words} Look again before you delete it.`, ok: false };
    return { answer: { view: deletionView({ ...changing, place: { ...place, version }, flash }) } };
  }
}
