import * as z from "zod";
import type { ActorRecord } from "../../models/actor-record.ts";
import { documented } from "../schemas.ts";

/** Who did something, for people to read. */
export const who = z
  .strictObject({
    name: z.string(),
    client: z.string().nullable().register(documented, {
      description: "The API client that did it for them; null if they did it themselves.",
    }),
  })
  .register(documented, { id: "Who", description: "Who did something, under their name at the time." });

/** Presents who did something. */
export function presentWho({ name, clientName }: ActorRecord): z.output<typeof who> {
  return { name, client: clientName ?? null };
}
