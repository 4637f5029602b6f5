import type { ActionsBlock, AnyBlock, SectionBlock } from "@slack/types";
import type { AccountActor } from "../../services/actor.ts";
import { permissionsOf } from "../../services/authorize.ts";
import type { Permission } from "../../services/permissions.ts";
import { ids } from "./ids.ts";

const { invite, pending, changes, home, groups, reviews, clients, webhooks, user } = ids;

/**
 * The buttons and menus that need more than reading. All others show something, or are drawn only for people who may
 * use them.
 */
const buttons: Partial<Record<Permission, readonly string[]>> = {
  "invites:write": [
    invite.open,
    invite.next,
    invite.undoAll,
    invite.undo,
    invite.correct,
    pending.more,
    pending.resend,
    pending.several,
    changes.openInvites,
    home.resend,
    home.cancel,
    home.correct,
  ],
  "invites:link": [invite.link],
  "users:write": [
    changes.openUsers,
    user.changeGroups,
    user.setEnd,
    user.endOf,
    user.suspend,
    user.reactivate,
    user.erase,
    user.link,
  ],
  "groups:write": [groups.create, groups.edit, groups.delete, groups.takeBack],
  "reviews:write": [reviews.start, reviews.stopRepeating],
  "clients:write": [
    clients.create,
    clients.rotate,
    clients.handOver,
    clients.keep,
    clients.changeReasons,
    clients.changeInvites,
    clients.revoke,
  ],
  "webhooks:write": [
    webhooks.create,
    webhooks.edit,
    webhooks.test,
    webhooks.redeliver,
    webhooks.switchOff,
    webhooks.resume,
    webhooks.rotate,
    webhooks.delete,
  ],
  "mail:test": [home.testMail],
  "admins:write": [home.joinAdmin],
};

type Row = readonly [Permission, readonly string[]];
const isRow = (row: [string, unknown]): row is [Permission, readonly string[]] => Array.isArray(row[1]);
const rows: readonly Row[] = Object.entries(buttons).filter(isRow);
/** The permission each of them needs. */
export const neededBy: ReadonlyMap<string, Permission> = new Map(
  rows.flatMap(([permission, all]) => all.map((id) => [id, permission] as const)),
);

/** Removes the buttons and menus of a screen that its reader may not use. Without any, no permissions are read. */
async function permitted(actor: AccountActor, blocks: readonly AnyBlock[]): Promise<AnyBlock[]> {
  if (!blocks.flatMap(actionsIn).some((id) => neededBy.has(id))) return [...blocks];
  const held = await permissionsOf(actor);
  const may = (id: string) => {
    const needed = neededBy.get(id);
    return needed === undefined || held.includes(needed);
  };
  return withoutLooseLines(blocks.flatMap((block) => without(block, may)));
}

/** Removes from a view what its reader may not use. */
export async function permittedView<View extends { blocks: AnyBlock[] }>(
  actor: AccountActor,
  view: View,
): Promise<View> {
  return { ...view, blocks: await permitted(actor, view.blocks) };
}

const isActions = (block: AnyBlock): block is ActionsBlock => block.type === "actions";
const isSection = (block: AnyBlock): block is SectionBlock => block.type === "section";
const idOf = (element: object): string[] =>
  "action_id" in element && typeof element.action_id === "string" ? [element.action_id] : [];

function actionsIn(block: AnyBlock): string[] {
  if (isActions(block)) return block.elements.flatMap(idOf);
  return isSection(block) && block.accessory ? idOf(block.accessory) : [];
}

function without(block: AnyBlock, may: (id: string) => boolean): AnyBlock[] {
  if (actionsIn(block).every(may)) return [block];
  if (isActions(block)) {
    const elements = block.elements.filter((element) => idOf(element).every(may));
    return elements.length > 0 ? [{ ...block, elements }] : [];
  }
  return isSection(block) ? [{ ...block, accessory: undefined }] : [];
}

/** A divider with nothing after it, or with another divider, divides nothing. */
function withoutLooseLines(blocks: readonly AnyBlock[]): AnyBlock[] {
  return blocks.filter(
    ({ type }, at) => type !== "divider" || !["divider", undefined].includes(blocks[at + 1]?.type),
  );
}
