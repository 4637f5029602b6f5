import { chosenEnd, type End } from "../../services/ends.ts";
import { documented, instantOrDay } from "../schemas.ts";

/** Years have four digits, including that of the day after. */
const LATEST = "9999";

/** When something ends: an instant, or its last day. */
export const givenEnd = instantOrDay(
  "must be an instant such as 2026-12-31T17:00:00Z, or a last day such as 2026-12-31",
)
  .refine((text) => text < LATEST, "must be before the year 9999")
  .refine((text) => !text.startsWith("0000"), "must be a real date: there is no year 0")
  .register(documented, {
    description:
      "An instant (RFC 3339), or the last day: then it ends with that day, in the organisation’s time zone.",
    json: {
      anyOf: [
        { type: "string", format: "date-time" },
        { type: "string", format: "date" },
      ],
    },
  });

/** Reads an end; null if none was given. @throws InvalidFields (`until`) if it can't be read */
export function endIn(text: string | null, zone: string): End | null {
  return text?.includes("T") ? { until: new Date(text), zone } : chosenEnd(text, zone);
}
