import mongoose, { mongo } from "mongoose";
import * as z from "zod";
import { documentsAfter, type Migration } from "./migration.ts";

/** Invites that can still be accepted, perhaps after a resend. */
const pending = { status: { $in: ["pending", "expired"] }, inviterId: { $exists: false } };
const actions = ["invite.created", "invite.resent", "invite.edited", "invite.link_shown"];

const actor = z.object({
  teamId: z.string().default(""),
  userId: z.string().default(""),
  email: z.string().default(""),
});
type Actor = z.output<typeof actor>;

const invites = z.array(z.object({ _id: z.instanceof(mongo.ObjectId), invitedBy: actor }));
const events = z.array(z.object({ target: z.object({ id: z.string() }), actor }));
const users = z.array(
  z.object({
    _id: z.instanceof(mongo.ObjectId),
    email: z.string(),
    slack: z.object({ teamId: z.string(), userId: z.string() }).optional(),
  }),
);

const collection = (name: string) => mongoose.connection.collection(name);

/**
 * Records which users sent or edited invites or saw their links, as far as the audit log tells: an account belongs to
 * the user linked to it or, failing that, to the one with its address.
 */
export const inviteHandlers: Migration = {
  id: "008-invite-handlers",
  title: "Notes which users sent, edited or saw the links of invites",
  total: () => collection("invites").estimatedDocumentCount(),
  isPending: async () => (await collection("invites").findOne(pending, { projection: { _id: 1 } })) !== null,
  async migrateAfter(position, most) {
    const next = await documentsAfter(collection("invites"), pending, position, most);
    if (!next) return null;
    if (next.old.length > 0) await noteHandlers(invites.parse(next.old));
    return { position: next.position, passed: next.passed, found: next.old.length };
  },
  left: async () => [],
};

async function noteHandlers(old: z.output<typeof invites>): Promise<void> {
  const which = { "target.id": { $in: old.map(({ _id }) => String(_id)) }, action: { $in: actions } };
  const done = events.parse(await collection("auditevents").find(which).toArray());
  const userOf = await usersOf([
    ...done.map((event) => event.actor),
    ...old.map((invite) => invite.invitedBy),
  ]);
  await collection("invites").bulkWrite(
    old.map(({ _id, invitedBy }) => {
      const actors = [
        invitedBy,
        ...done.filter(({ target }) => target.id === String(_id)).map((event) => event.actor),
      ];
      const handledBy = { $each: actors.flatMap((each) => userOf(each) ?? []) };
      return {
        updateOne: {
          filter: { _id, inviterId: { $exists: false } },
          update: { $set: { inviterId: userOf(invitedBy) }, $addToSet: { handledBy } },
        },
      };
    }),
    { ordered: false },
  );
}

async function usersOf(actors: readonly Actor[]): Promise<(actor: Actor) => mongo.ObjectId | null> {
  const found = await collection("users")
    .find({
      $or: [
        { "slack.userId": { $in: actors.map(({ userId }) => userId).filter(Boolean) } },
        { email: { $in: actors.map(({ email }) => email).filter(Boolean) } },
      ],
    })
    .toArray();
  const known = users.parse(found);
  const byAccount = new Map(known.map(({ _id, slack }) => [`${slack?.teamId}:${slack?.userId}`, _id]));
  const byEmail = new Map(known.map(({ _id, email }) => [email, _id]));
  return ({ teamId, userId, email }) => byAccount.get(`${teamId}:${userId}`) ?? byEmail.get(email) ?? null;
}
