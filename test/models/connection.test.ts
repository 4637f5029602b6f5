import { expect, test } from "vitest";
import { usersGroupId } from "../../src/services/groups/groups.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { closeDatabase, openDatabase } from "../../src/services/operations/database.ts";
import { mia, policy } from "../support/acting.ts";
import { freshDatabase } from "../support/setup/database.ts";

test.each(["readPreference=secondaryPreferred", "readPreference=secondary", "w=0", "retryWrites=false"])(
  "an address with %s, as other apps want it, changes nothing: invites are sent",
  async (option) => {
    const uri = new URL(freshDatabase().uri);
    uri.search += `&${option}`;
    await openDatabase(String(uri));
    try {
      const request = { emails: ["eve@example.com"], groupIds: [usersGroupId], expiryDays: 7 };
      expect(await createInvites(mia, request, policy)).toMatchObject([{ outcome: "invited" }]);
    } finally {
      await closeDatabase();
    }
  },
);
