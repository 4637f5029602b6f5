import { Types } from "mongoose";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { searchTerms } from "../../src/services/search-terms.ts";

const by = { kind: "system", name: "iam-bot" } as const;

/** Writes someone who registered. Returns their id. */
export async function registered(name: string): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}-${new Types.ObjectId()}@acme.io`;
  const now = new Date();
  const user = await User.create({
    email,
    name,
    timeZone: "Europe/London",
    memberships: [{ groupId: builtInGroupIds.users, since: now, by }],
    inviteId: new Types.ObjectId(),
    invitedBy: by,
    registeredAt: now,
    words: searchTerms(email, name),
  });
  return String(user._id);
}
