import type { RequestAnswer } from "../../models/access-request.ts";
import { isUserKey } from "../linked-user.ts";

type By = Pick<RequestAnswer, "key" | "by">;

/** Whether two answers are the same person's: one key, or one account that answered before it was linked. */
export function isSamePerson(one: By, other: By): boolean {
  if (one.key === other.key) return true;
  const account = one.by.userId;
  return (
    account !== undefined && account === other.by.userId && !(isUserKey(one.key) && isUserKey(other.key))
  );
}

/** Whether one of these answers is this person's. What they said from an account that isn't theirs any more isn't. */
export function hasAnswered(answers: readonly By[], mine: By): boolean {
  const isOtherAccount = ({ by }: By) => by.userId && mine.by.userId && by.userId !== mine.by.userId;
  return answers.some((each) => isSamePerson(each, mine) && !isOtherAccount(each));
}
