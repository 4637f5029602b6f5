import { z } from "zod";

/** Where a page of a list starts, as a button or a view remembers it. */
export const pageCursor = z
  .object({
    direction: z.enum(["before", "after"]),
    key: z.string().max(200),
    id: z.string().regex(/^[0-9a-f]{24}$/),
  })
  .nullable();
