import type { ModalView } from "@slack/types";
import type { Words } from "../../locales/words.ts";
import type { AccountActor } from "../../services/actor.ts";
import { permissionsOf } from "../../services/authorize.ts";
import { groupNameKey } from "../../services/groups/group-name.ts";
import { newId } from "../../services/object-id.ts";
import { listRequests } from "../../services/requests/list-requests.ts";
import { mayAnswer, type RequestDetails, readRequest } from "../../services/requests/request-details.ts";
import { requestableGroups } from "../../services/requests/requestable.ts";
import type { Flash } from "../kit/blocks.ts";
import type { RequestRole } from "../messages/request-phrases.ts";
import { requestFormView } from "./form-view.ts";
import { type RequestListState, requestListState } from "./list-state.ts";
import { requestsView, requestView } from "./list-view.ts";

/** Reads and draws the list again. */
export async function listScreen(
  actor: AccountActor,
  words: Words,
  state: RequestListState,
  flash?: Flash,
): Promise<ModalView> {
  const page = await listRequests(actor, state.which, state.cursor);
  const all = (await permissionsOf(actor)).includes("requests:read");
  return requestsView({ ...page, state, all, flash, words });
}

/** Draws the list as the command opens it: requests waiting for an answer or, if there are none, their own. */
export async function firstScreen(actor: AccountActor, words: Words): Promise<ModalView> {
  const waiting = await listRequests(actor, "waiting", null);
  const which = waiting.rows.length > 0 ? ("waiting" as const) : ("mine" as const);
  return listScreen(actor, words, { which, cursor: null });
}

/** Reads and draws a request again. */
export async function requestScreen(
  actor: AccountActor,
  words: Words,
  requestId: string,
  list: string | undefined,
  flash?: Flash,
): Promise<ModalView> {
  const request = await readRequest(actor, requestId);
  return requestView(
    request,
    { role: await roleOf(actor, request), account: actor.userId },
    list ?? requestListState.encode(fromNowhere),
    words,
    flash,
  );
}

const fromNowhere: RequestListState = { which: "waiting", cursor: null };

/** Returns the role in which someone looks at a request. */
async function roleOf(actor: AccountActor, { asker, requestId, rule }: RequestDetails): Promise<RequestRole> {
  if (asker.userId === actor.userId) return "asker";
  if (rule === "emergency" && (await permissionsOf(actor)).includes("requests:write")) return "afterwards";
  return (await mayAnswer(actor, requestId)) ? "decider" : "reader";
}

/**
 * Draws the form.
 *
 * @param typed the id of a group, its name, or the beginning of the name
 */
export async function formScreen(actor: AccountActor, words: Words, typed: string): Promise<ModalView> {
  const groups = await requestableGroups(actor, typed);
  const key = groupNameKey(typed);
  const named = key === "" ? [] : groups.filter(({ name }) => groupNameKey(name).startsWith(key));
  const exactly = groups.find(({ id, name }) => id === typed || groupNameKey(name) === key);
  const found = exactly ?? (named.length === 1 ? named[0] : undefined);
  return requestFormView(groups, { newId: newId(), groupId: found?.id }, words);
}
