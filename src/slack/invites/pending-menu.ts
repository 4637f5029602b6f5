import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import type { SeenInvite } from "../kit/invite-ref.ts";

const parts = z.tuple([z.enum(["groups", "link"]), objectId, z.string().regex(/^\d+$/).transform(Number)]);

/** A choice of a row's menu as an option's value, of which Slack takes 75 characters. */
export function menuValue(what: "groups" | "link", { inviteId, generation }: SeenInvite): string {
  return `${what} ${inviteId} ${generation}`;
}

/** Reads it back. */
export function readMenu(value: string): SeenInvite & { what: "groups" | "link" } {
  const [what, inviteId, generation] = parts.parse(value.split(" "));
  return { what, inviteId, generation };
}
