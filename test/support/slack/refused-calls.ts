import type { Slack } from "../../../dev/emulators/slack/slack.ts";
import type { Call } from "../../../dev/emulators/slack/web-api.ts";

/** Lists the calls that Slack refused, except redraws of a list that a person had closed by then. */
export function refusedCalls(slack: Slack): Call[] {
  return slack
    .calls()
    .filter(({ answer }) => answer.ok !== true)
    .filter(({ method, answer }) => method !== "views.update" || answer.error !== "not_found");
}
