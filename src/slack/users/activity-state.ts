import { z } from "zod";
import { objectId } from "../../services/object-id.ts";
import { pageCursor } from "../kit/page-cursor.ts";

const place = z.object({ userId: objectId, cursor: pageCursor });

/** Whose activity is on the screen, and where its page starts. */
export type ActivityPlace = z.output<typeof place>;

/** The value of a button that leads there. */
export const activityPlaceValue = (at: ActivityPlace): string => JSON.stringify(at);

/** Reads it back. */
export const readActivityPlace = (value: string | undefined): ActivityPlace =>
  place.parse(JSON.parse(value ?? "null"));
