import * as z from "zod";
import { sign } from "../../../dev/emulators/slack/delivery/signature.ts";
import { pacedLoad, type Sent } from "../../../dev/tools/paced-load.ts";
import { ids } from "../../../src/slack/kit/ids.ts";

const orderSchema = z.object({
  url: z.string(),
  signingSecret: z.string(),
  teamId: z.string(),
  userId: z.string(),
  perSecond: z.number(),
  mostInFlight: z.number(),
  seconds: z.number(),
});

export type Order = z.infer<typeof orderSchema>;

/** Creates the request of someone who opens the list of groups: answered from the database, with no work afterwards. */
function choice({ url, teamId, userId, signingSecret }: Order): Sent {
  const payload = {
    type: "block_suggestion",
    user: { id: userId, team_id: teamId },
    team: { id: teamId },
    action_id: ids.invite.groups,
    block_id: ids.invite.groups,
    value: "",
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(timestamp),
    "x-slack-signature": sign(signingSecret, timestamp, body),
  };
  return { url: `${url}/slack/events`, body, headers };
}

process.once("message", async (message) => {
  const order = orderSchema.parse(message);
  process.send?.(await pacedLoad(() => choice(order), order), () => process.disconnect());
});
