import { z } from "zod";
import type { SeenInvite } from "../kit/invite-ref.ts";

const pattern = /^(groups|link) ([0-9a-f]{24}) (\d+)$/;
const parts = z.tuple([z.string(), z.enum(["groups", "link"]), z.string(), z.coerce.number()]);

/** A choice of a row's menu as an option's value, of which Slack takes 75 characters. */
export function menuValue(what: "groups" | "link", { inviteId, generation }: SeenInvite): string {
  return `${what} ${inviteId} ${generation}`;
}

/** Reads it back. */
export function readMenu(value: string): SeenInvite & { what: "groups" | "link" } {
  const [, what, inviteId, generation] = parts.parse([...(pattern.exec(value) ?? [])]);
  return { what, inviteId, generation };
}
