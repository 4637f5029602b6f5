import { Invite, type InviteDocument } from "../../models/invite.ts";
import type { ChangeFacts } from "../../models/run.ts";
import type { Acting } from "../acting.ts";
import type { Principal } from "../actor.ts";
import { cancelThese } from "../invites/cancel-invite.ts";
import { writeEdit } from "../invites/edit-invite.ts";
import { inviteVersion, whyUnexpected } from "../invites/expected-invite.ts";
import type { InvitePolicy } from "../invites/policy.ts";
import { writeResent } from "../invites/resend-many.ts";
import { type LeftOut, type ReadyInvite, readSeen, readyInvite } from "../invites/seen-invites.ts";
import type { Batch } from "../runs/run-batch.ts";
import { changeOf } from "../runs/run-facts.ts";
import { groupsNow } from "./groups-now.ts";
import { editOf } from "./plan-invites.ts";
import { ownProblem, problemOf } from "./row-problem.ts";
import { type RowResult, refusalAmong } from "./row-result.ts";

/** What changing invites depends on. */
export interface InviteSettings {
  policy: InvitePolicy;
  /** Tells whether another email may arrive. */
  reaches: (invite: ReadyInvite) => boolean;
}

/** Changes a batch's invites, by the ids of each; part of its transaction. */
export async function changeInvites(
  { run, lines, actor, acting }: Batch,
  settings: InviteSettings,
): Promise<Map<string, RowResult>> {
  const facts = changeOf(run);
  const seen = lines.map(({ targetId, version }) => ({
    inviteId: String(targetId),
    generation: Number(version),
  }));
  switch (facts.action) {
    case "resend":
      return resend(actor, seen, settings, acting);
    case "cancel":
      return cancel(actor, seen, acting);
    default:
      return edit(actor, seen, facts, acting);
  }
}

interface Seen {
  inviteId: string;
  /** The generation or, for an edit, the version. */
  generation: number;
}

async function resend(
  actor: Principal,
  seen: readonly Seen[],
  { policy, reaches }: InviteSettings,
  acting: Acting,
): Promise<Map<string, RowResult>> {
  const invites = await readInvites(seen);
  const isHopeless = ({ inviteId, generation }: Seen) => {
    const invite = invites.get(inviteId);
    const isSame = invite?.generation === generation && invite.status === "pending";
    return isSame && !reaches(readyInvite(invite, acting.now));
  };
  const hopeless = seen.filter(isHopeless);
  const sendable = seen.filter((each) => !hopeless.includes(each));
  const { leftOut } =
    sendable.length > 0
      ? await writeResent(actor, sendable, policy, acting, "imported-email")
      : { leftOut: [] };
  return new Map([
    ...doneBut(sendable, leftOut),
    ...hopeless.map(({ inviteId }) => [inviteId, ownProblem("unreachable")] as const),
  ]);
}

async function cancel(
  actor: Principal,
  seen: readonly Seen[],
  { now }: Acting,
): Promise<Map<string, RowResult>> {
  const isPending = ({ status, expiresAt }: InviteDocument) => status === "pending" && expiresAt > now;
  const { found, leftOut } = await readSeen(seen, now, isPending);
  if (found.length > 0) await cancelThese(actor, now, found);
  return doneBut(seen, leftOut);
}

async function edit(
  actor: Principal,
  seen: readonly Seen[],
  facts: ChangeFacts,
  acting: Acting,
): Promise<Map<string, RowResult>> {
  const invites = await readInvites(seen);
  const given = [...invites.values()].flatMap(({ groupIds }) => groupIds);
  const groups = await groupsNow([...facts.adds, ...given]);
  const results = new Map<string, RowResult>();
  for (const { inviteId, generation: version } of seen) {
    const invite = invites.get(inviteId);
    const isOpen = invite?.status === "pending" && invite.expiresAt > acting.now;
    if (!isOpen || inviteVersion(invite) !== version)
      results.set(inviteId, problemOf(await whyUnexpected(inviteId, { version })));
    else {
      const wanted = editOf(invite, facts, groups);
      const result =
        wanted === "unchanged" || "code" in wanted
          ? wanted
          : await refusalAmong(async () => {
              const { changed, adminRequestId } = await writeEdit(actor, invite, wanted, acting);
              return adminRequestId ? "asked" : changed ? "done" : "unchanged";
            });
      results.set(inviteId, result);
    }
  }
  return results;
}

async function readInvites(seen: readonly Seen[]): Promise<ReadonlyMap<string, InviteDocument>> {
  const invites = await Invite.find({ _id: { $in: seen.map(({ inviteId }) => inviteId) } }).lean();
  return new Map(invites.map((invite) => [String(invite._id), invite]));
}

function doneBut(seen: readonly Seen[], leftOut: readonly LeftOut[]): Map<string, RowResult> {
  return new Map<string, RowResult>([
    ...seen.map(({ inviteId }) => [inviteId, "done"] as const),
    ...leftOut.map(({ inviteId, why }) => [inviteId, problemOf(why)] as const),
  ]);
}
