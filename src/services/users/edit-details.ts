import type { Principal } from "../actor.ts";
import { changeAs } from "../authorize.ts";
import { type UserAtVersion, userAtVersion } from "./user-version.ts";
import { type DetailsEdit, writeDetails } from "./write-details.ts";

/**
 * Changes somebody else's details. Absent fields stay as they are.
 *
 * @throws NotAdmin, NotPermitted, NotFound, UserChanged; InvalidFields by the names of the fields
 */
export async function editDetails(
  actor: Principal,
  expected: UserAtVersion,
  typed: DetailsEdit,
): Promise<void> {
  await changeAs(actor, "users:write", async () => {
    const { user } = await userAtVersion(expected);
    await writeDetails(actor, user, typed);
  });
}
