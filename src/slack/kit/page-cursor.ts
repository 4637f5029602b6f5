import * as z from "zod";
import { objectId } from "../../services/object-id.ts";

/** Where a page of a list starts, as a button or a view remembers it. */
export const pageCursor = z
  .object({
    direction: z.enum(["before", "after"]),
    key: z.string().max(320),
    id: objectId,
    trail: z.array(objectId).max(40).optional(),
  })
  .nullable();
