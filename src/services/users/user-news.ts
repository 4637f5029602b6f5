import type { Types } from "mongoose";
import { nameOf } from "../../models/actor-record.ts";
import type { Ineligibility } from "../../models/ineligibility.ts";
import { pauseReason, User, type UserDocument } from "../../models/user.ts";

/** What there is to tell about a user, as they are now. */
export interface UserNews {
  userId: string;
  name: string;
  email: string;
  status: UserDocument["status"];
  account: { userId: string; paused: Ineligibility | null } | null;
  /** Who wants their details erased, and with which account. */
  erasing: { by: string; userId: string | undefined } | null;
}

/** Reads what there is to tell about a user; null when there is none. */
export async function userNews(id: Types.ObjectId): Promise<UserNews | null> {
  const user = await User.findById(id).lean();
  if (!user) return null;
  const { name, email, status, slack, erasing: asked } = user;
  const account = slack ? { userId: slack.userId, paused: pauseReason(slack) } : null;
  const erasing = asked ? { by: nameOf(asked.by), userId: asked.by.userId } : null;
  return { userId: String(id), name, email, status, account, erasing };
}
