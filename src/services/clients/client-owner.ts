import { pauseReason, type UserDocument } from "../../models/user.ts";
import { isInAdmin } from "../users/admins.ts";

/** The user who answers for a client. */
export interface ClientOwnerNow {
  userId: string;
  name: string;
  email: string;
  /** Whether they can: they are active in Admin, and their account isn't deactivated. */
  answers: boolean;
}

/** Describes an owner's current state. */
export function ownerNow(user: UserDocument, now: Date): ClientOwnerNow {
  const { _id, name, email } = user;
  return { userId: String(_id), name, email, answers: answersForClients(user, now) };
}

/** Tells whether someone can answer for clients at an instant of database time. */
export function answersForClients(user: UserDocument, now: Date): boolean {
  const hasAccount = user.slack !== undefined && pauseReason(user.slack) !== "deactivated";
  return hasAccount && user.status === "active" && isInAdmin(user, now);
}
