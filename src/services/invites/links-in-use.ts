import { Invite } from "../../models/invite.ts";

/** How many pending invites have a link that each key signed. */
export interface LinksInUse {
  /** Those that none of the keys signed: their links don't work. */
  withoutKey: number;
  /** Those of each key but the first, which signs new ones. */
  older: { id: string; invites: number }[];
}

/** Counts the pending invites by the key that signed their link. */
export async function linksInUse(keyIds: readonly string[]): Promise<LinksInUse> {
  const found = await Invite.aggregate<{ _id: string; invites: number }>([
    { $match: { status: "pending" } },
    { $group: { _id: "$keyId", invites: { $sum: 1 } } },
  ]);
  const counts = new Map(found.map(({ _id, invites }) => [_id, invites]));
  const unknown = found.filter(({ _id }) => !keyIds.includes(_id));
  return {
    withoutKey: unknown.reduce((sum, { invites }) => sum + invites, 0),
    older: keyIds.slice(1).map((id) => ({ id, invites: counts.get(id) ?? 0 })),
  };
}
