import { isValidObjectId, trusted } from "mongoose";
import { Draft } from "../../models/draft.ts";
import { type AccountActor, accountKey } from "../../services/actor.ts";
import { readAs } from "../../services/authorize.ts";
import { HOUR_MS } from "../../services/durations.ts";
import { NotFound } from "../../services/errors.ts";
import { databaseTime } from "../../services/transaction.ts";

/** Filters for this person's draft, while its hour lasts. */
const current = (actor: AccountActor, id: string) =>
  trusted({ _id: id, owner: accountKey(actor), $expr: { $gt: ["$expiresAt", "$$NOW"] } });

/**
 * Keeps what a modal must remember, for an hour and for this person.
 *
 * @param at the database's time, if already known
 * @returns its id
 */
export async function keepDraft(actor: AccountActor, content: unknown, at?: Date): Promise<string> {
  const now = at ?? (await databaseTime());
  const expiresAt = new Date(now.getTime() + HOUR_MS);
  const draft = await Draft.create({ owner: accountKey(actor), content, expiresAt });
  return String(draft._id);
}

async function keepAs(actor: AccountActor, id: string, { content, since }: Unkept): Promise<void> {
  const expiresAt = new Date(since.getTime() + HOUR_MS);
  const draft = { owner: accountKey(actor), content, expiresAt };
  await Draft.updateOne({ _id: id }, { $setOnInsert: draft }, { upsert: true });
}

/**
 * Reads a draft of this admin.
 *
 * @throws NotAdmin; NotFound once its hour is over, or if it is someone else's
 */
export async function readDraft(actor: AccountActor, id: string): Promise<unknown> {
  return readAs(actor, "invites:write", async () => {
    const draft = isValidObjectId(id) ? await Draft.findOne(current(actor, id)).lean() : null;
    if (!draft) throw new NotFound({ what: "draft" });
    return draft.content;
  });
}

/** What a view remembers itself, until any of it changes. */
export interface Unkept {
  content: unknown;
  /** When its hour began. */
  since: Date;
}

/**
 * Changes fields of a draft's content; concurrent changes to other fields are kept.
 *
 * @param unkept its content, if it isn't kept yet: from now on it is
 * @returns the new content
 * @throws as `readDraft`
 */
export async function changeDraft(
  actor: AccountActor,
  id: string,
  fields: Readonly<Record<string, unknown>>,
  unkept?: Unkept,
): Promise<unknown> {
  return readAs(actor, "invites:write", async () => {
    if (unkept && isValidObjectId(id)) await keepAs(actor, id, unkept);
    const set = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`content.${name}`, value]));
    const draft = isValidObjectId(id)
      ? await Draft.findOneAndUpdate(current(actor, id), { $set: set }, { returnDocument: "after" }).lean()
      : null;
    if (!draft) throw new NotFound({ what: "draft" });
    return draft.content;
  });
}
