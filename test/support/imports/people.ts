import type { Principal } from "../../../src/services/actor.ts";
import { usersGroupId } from "../../../src/services/groups/groups.ts";
import { createImport } from "../../../src/services/imports/create-import.ts";
import { readTableOf } from "../../../src/services/imports/read-import.ts";
import { startImport } from "../../../src/services/imports/start-import.ts";
import { policy } from "../acting.ts";

export const IMPORT_LIMIT = 100_000;

/** Uploads a file of people, who get the group Users. Returns the id of the import. */
export async function uploaded(actor: Principal, file: string): Promise<string> {
  const request = {
    label: "people.csv",
    read: await readTableOf(file),
    groupIds: [usersGroupId],
    expiryDays: 7,
    zone: "UTC",
  };
  return String((await createImport(actor, request, policy, IMPORT_LIMIT))._id);
}

/** Uploads a file of people and starts the import. Returns its id. */
export async function started(actor: Principal, file: string): Promise<string> {
  const id = await uploaded(actor, file);
  await startImport(actor, id, IMPORT_LIMIT);
  return id;
}
