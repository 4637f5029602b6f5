import type { Principal } from "../../../src/services/actor.ts";
import { createChange } from "../../../src/services/changes/create-change.ts";
import type { ChangeRequest } from "../../../src/services/changes/find-rows.ts";
import { startChange } from "../../../src/services/changes/start-change.ts";
import type { PendingFilter } from "../../../src/services/invites/list-invites.ts";
import { policy } from "../acting.ts";

const nothing = { add: [], remove: [], until: "" };

/** Returns a request for a change to all pending invites, or to those that a search finds. */
export const ofInvites = (
  action: "resend" | "cancel" | "groups",
  rest: Partial<Pick<ChangeRequest, "add" | "remove" | "until">> & Partial<PendingFilter> = {},
): ChangeRequest => {
  const { text = "", which = "pending", mine = false, ...groups } = rest;
  const filter = { text, which, mine };
  return { of: "invites", filter, action, theirInvites: undefined, ...nothing, ...groups };
};

/** The same for users. */
export const ofUsers = (
  action: "groups" | "suspend",
  rest: Partial<Pick<ChangeRequest, "add" | "remove" | "until" | "theirInvites">> & { text?: string } = {},
): ChangeRequest => {
  const { text = "", ...others } = rest;
  const filter = { text, which: "everyone" as const };
  return { of: "users", filter, action, theirInvites: undefined, ...nothing, ...others };
};

/** Reviews a change. Returns the id of the run. */
export async function reviewed(actor: Principal, request: ChangeRequest, invites = policy): Promise<string> {
  const settings = { policy: invites, zone: "UTC", reaches: () => true };
  return String((await createChange(actor, request, settings))._id);
}

/** Reviews a change and starts it. Returns the id of the run. */
export async function startedChange(actor: Principal, request: ChangeRequest): Promise<string> {
  const id = await reviewed(actor, request);
  await startChange(actor, id);
  return id;
}
