import type { KnownBlock } from "@slack/types";
import { context } from "../kit/blocks.ts";
import { shorten } from "../kit/shorten.ts";

/** Who reads a message: the inviter, or an admin because the inviter can't be reached. */
export type Told = "inviter" | "admin";

/** Whose invite it is, for who reads: *your*, or *Mia Chen's*. */
export function whose(told: Told, inviter: { name: string }): string {
  return told === "inviter" ? "your" : `${shorten(inviter.name, 80)}'s`;
}

/** Why an admin gets what was meant for someone else. At most 1 block. */
export function whyTold(told: Told, inviter: { name: string }): KnownBlock[] {
  if (told === "inviter") return [];
  return [context(`You get this because ${shorten(inviter.name, 80)} can't be reached in Slack.`)];
}
