import type { Types } from "mongoose";
import { AccessRequest } from "../../../src/models/access-request.ts";
import { Confirmation, type ConfirmationDocument } from "../../../src/models/confirmation.ts";
import { builtInGroupIds } from "../../../src/models/group.ts";
import { signToken } from "../../../src/services/signed-token.ts";
import { mia } from "../acting.ts";
import { keyId, linkKeys, type Site } from "./site.ts";

/**
 * Writes a request that somebody approved, and that waits for confirmation. Returns the link in the second email they
 * got.
 *
 * @param tag the asker, as one word
 */
export async function confirmationLink(
  { url }: Pick<Site, "url">,
  tag: string,
  fields: Partial<ConfirmationDocument> = {},
  {
    status = "pending",
    groupId = builtInGroupIds.users,
  }: { status?: "pending" | "denied"; groupId?: Types.ObjectId } = {},
): Promise<string> {
  const now = new Date();
  const settled = { settledAt: now, settledBy: { kind: "slack" as const, name: "Ben Okri" } };
  const { _id: requestId } = await AccessRequest.create({
    asker: { teamId: "T1", userId: `U${tag}`, name: "Priya Raman", email: `${tag}@acme.io` },
    person: `U${tag}`,
    groupId,
    groupName: "Users",
    hours: 168,
    reason: "The report is due on Monday,\nand the numbers are in there.",
    status,
    createdAt: now,
    lapsesAt: new Date(now.getTime() + 86_400_000),
    ...(status === "denied" && settled),
  });
  const { _id } = await Confirmation.create({
    requestId,
    key: "user:1",
    account: { teamId: mia.teamId, userId: mia.userId },
    name: mia.name,
    email: mia.email ?? "",
    hours: 24,
    generation: 2,
    keyId,
    askedAt: now,
    expiresAt: new Date(now.getTime() + 15 * 60_000),
    ...fields,
  });
  const claims = { id: String(_id), generation: 2 };
  return `${url}/confirm/${signToken("confirmation", claims, keyId, linkKeys)}`;
}
