import * as z from "zod";
import { ApiError } from "../api-error.ts";
import type { View } from "../block-kit/surfaces.ts";
import { checkView } from "../limits.ts";
import { viewPayload } from "../payloads.ts";
import { checkWorkspace, inWorkspace } from "./in-workspace.ts";
import { json, type Method, method } from "./method.ts";

const largestView = 250_000;
const onTrigger = z.object({ trigger_id: z.string(), view: json });

/** The `views.*` methods. */
export const viewMethods: Record<string, Method> = {
  "views.open": method(undefined, onTrigger, ({ trigger_id, view }, workspace) => {
    const description = modal(view);
    const { userId } = workspace.triggers.redeem(trigger_id);
    return { view: viewPayload(workspace, workspace.views.open(userId, description)) };
  }),

  "views.push": method(undefined, onTrigger, ({ trigger_id, view }, workspace) => {
    const description = modal(view);
    const { userId, viewId } = workspace.triggers.redeem(trigger_id);
    return { view: viewPayload(workspace, workspace.views.push(userId, viewId, description)) };
  }),

  "views.update": method(
    undefined,
    z.object({
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: json,
    }),
    ({ view_id: viewId, external_id: externalId, hash, view }, workspace) => {
      const description = modal(view);
      const shown = workspace.views.find({ viewId, externalId });
      if (!shown) throw new ApiError("not_found");
      if (shown.description.type !== "modal") throw new ApiError("invalid_arguments");
      if (hash && hash !== shown.hash) throw new ApiError("hash_conflict");
      return { view: viewPayload(workspace, workspace.views.update(shown, description)) };
    },
  ),

  "views.publish": method(
    undefined,
    z.object({ ...inWorkspace, user_id: z.string(), hash: z.string().optional(), view: json }),
    ({ user_id, hash, team_id: team, view }, workspace) => {
      const description = described(view);
      if (description.type !== "home") throw new ApiError("invalid_arguments");
      if (!workspace.hasHomeTab) throw new ApiError("not_enabled");
      const account = workspace.account(user_id);
      if (!account) throw new ApiError("user_not_found");
      checkWorkspace(workspace, team, account, "user_not_found");
      const shown = workspace.views.home(user_id);
      if (hash && shown && hash !== shown.hash) throw new ApiError("hash_conflict");
      return { view: viewPayload(workspace, workspace.views.publish(user_id, description)) };
    },
  ),
};

function modal(view: unknown): View {
  const description = described(view);
  if (description.type !== "modal") throw new ApiError("invalid_arguments");
  return description;
}

/** Checks a view from a call or an acknowledgement. */
export function described(view: unknown): View {
  if (view === undefined) throw ApiError.of("invalid_arguments", ["[ERROR] missing required field: view"]);
  if (JSON.stringify(view).length > largestView) throw new ApiError("view_too_large");
  const checked = checkView(view);
  if (checked.value) return checked.value;
  throw ApiError.of("invalid_arguments", [
    "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
    ...checked.breaches,
  ]);
}
