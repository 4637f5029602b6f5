import { z } from "zod";

/** The id of a document, as text. */
export const objectId = z.string().regex(/^[0-9a-f]{24}$/, "is no id, which has 24 digits from 0 to f");
