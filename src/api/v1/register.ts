import type { Endpoint } from "../endpoint.ts";
import { getUser } from "./users.ts";

/** Every endpoint below /api/v1: the table of contents. */
export const everyEndpoint: readonly Endpoint[] = [getUser];

/** What endpoints are about, in the order of the reference. */
export const tags = {
  users: "People who are registered.",
} as const;
