import { User } from "../../../src/models/user.ts";

const setValidator = (validator: object) =>
  User.db.db?.command({ collMod: User.collection.collectionName, validator });

/** Makes MongoDB refuse every new user: an unforeseen fault. Returns a function that ends it. */
export async function refuseUsers(): Promise<() => Promise<unknown>> {
  await setValidator({ $nor: [{}] });
  return async () => setValidator({});
}
