import { isValidObjectId } from "mongoose";
import { Draft } from "../../models/draft.ts";
import type { SlackActor } from "../../services/actor.ts";
import { forAdmin } from "../../services/authorize.ts";
import { NotFound } from "../../services/errors.ts";

const HOUR_MS = 60 * 60 * 1000;

const ownerOf = ({ teamId, userId }: SlackActor) => `${teamId}:${userId}`;

/** Keeps what a modal must remember, for an hour and for this person; answers its id. */
export async function keepDraft(actor: SlackActor, content: unknown): Promise<string> {
  const draft = await Draft.create({
    owner: ownerOf(actor),
    content,
    expiresAt: new Date(Date.now() + HOUR_MS),
  });
  return String(draft._id);
}

/** Reads a draft of this admin. @throws NotAdmin; NotFound once its hour is over, or when it is somebody else's */
export async function readDraft(actor: SlackActor, id: string): Promise<unknown> {
  return forAdmin(actor, async () => {
    const draft = isValidObjectId(id) ? await Draft.findOne({ _id: id, owner: ownerOf(actor) }).lean() : null;
    if (!draft) throw new NotFound({ what: "draft" });
    return draft.content;
  });
}

/** Changes fields of a draft's content, whoever else changes others. @returns the content after it @throws as `readDraft` */
export async function changeDraft(
  actor: SlackActor,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  return forAdmin(actor, async () => {
    const set = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`content.${name}`, value]));
    const draft = isValidObjectId(id)
      ? await Draft.findOneAndUpdate(
          { _id: id, owner: ownerOf(actor) },
          { $set: set },
          { returnDocument: "after" },
        ).lean()
      : null;
    if (!draft) throw new NotFound({ what: "draft" });
    return draft.content;
  });
}
