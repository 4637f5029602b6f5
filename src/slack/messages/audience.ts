import type { KnownBlock } from "@slack/types";
import { type ActorRecord, isOrganisation } from "../../models/actor-record.ts";
import { contextBlock } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";

/** Who reads a message: the inviter, or an admin because the inviter can't be reached. */
export type Audience = "inviter" | "admin";

/** Says whose invite it is, from the reader's view: *your*, or *Mia Chen's*. */
export function possessive(audience: Audience, inviter: { name: string }): string {
  return audience === "inviter" ? "your" : `${isolated(inviter.name, 80)}'s`;
}

/** Says why an admin gets a message meant for someone else. At most 1 block. */
export function audienceNote(audience: Audience, inviter: ActorRecord): KnownBlock[] {
  if (audience === "inviter") return [];
  const why = isOrganisation(inviter) ? "is the operator's" : "can't be reached in Slack";
  return [contextBlock(`You’re getting this because ${isolated(inviter.name, 80)} ${why}.`)];
}
