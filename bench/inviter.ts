import * as z from "zod";
import { ids } from "../src/slack/kit/ids.ts";
import { inviteForm } from "./invite-form.ts";
import { submit } from "./requests.ts";

const update = z.object({
  response_action: z.literal("update"),
  view: z.object({ callback_id: z.string().optional(), private_metadata: z.string().default("") }),
});

/** Submits a view as Mia. @returns how long the answer took, and the view it shows */
export async function answerTo(app: string, view: Parameters<typeof submit>[1]) {
  const { body, ms } = await submit(app, view);
  return { ms, view: update.parse(JSON.parse(body)).view };
}

/** Submits a view, and measures until the result shows each outcome. @throws if it does not */
export async function invited(app: string, view: Parameters<typeof submit>[1]): Promise<number> {
  const answer = await answerTo(app, view);
  if (answer.view.callback_id !== ids.invite.result)
    throw new Error("the submit was not answered by a result");
  return answer.ms;
}

/** Invites one address, and measures until the result shows it. */
export const invite = (app: string, email: string): Promise<number> => invited(app, inviteForm(email));
