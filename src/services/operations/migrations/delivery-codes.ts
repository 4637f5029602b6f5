import * as z from "zod";
import { readReason, storedReason } from "../../../models/delivery-reason.ts";
import { type Migration, rewriting } from "./migration.ts";

const step = z.looseObject({ reason: z.string().optional() });

/** A code, and a fact after a colon; everything else is a sentence. */
const sentence = { $type: "string", $not: /^[a-z_]+(:|$)/ };

/** Writes the reasons why emails didn't arrive as codes, in a collection that stores deliveries. */
export function deliveryCodes(given: Pick<Migration, "id" | "title"> & { collection: string }): Migration {
  return rewriting({
    ...given,
    pending: {
      $or: [{ "delivery.reason": sentence }, { deliveryHistory: { $elemMatch: { reason: sentence } } }],
    },
    shape: z.object({ delivery: step, deliveryHistory: z.array(step) }),
    rewrite: ({ delivery, deliveryHistory }) => ({
      delivery: coded(delivery),
      deliveryHistory: deliveryHistory.map(coded),
    }),
  });
}

function coded(each: z.output<typeof step>) {
  return each.reason === undefined ? each : { ...each, reason: storedReason(readReason(each.reason)) };
}
