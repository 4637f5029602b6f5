import * as z from "zod";
import { ineligibilityOf, oldIneligibilities } from "../../../models/ineligibility.ts";
import { rewriting } from "./migration.ts";

/** Adds the code to each pause. The words of older versions stay, because those versions read and compare them. */
export const pauseCodes = rewriting({
  id: "001-pause-codes",
  title: "Adds a code to the reason why rights are paused",
  collection: "users",
  pending: {
    "slack.paused.because": { $in: Object.values(oldIneligibilities) },
    "slack.paused.code": { $exists: false },
  },
  shape: z.object({ slack: z.object({ paused: z.looseObject({ because: z.string() }) }) }),
  rewrite: ({ slack: { paused } }) => ({
    "slack.paused": { ...paused, code: ineligibilityOf(paused.because) },
  }),
});
