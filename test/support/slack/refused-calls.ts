import type { Slack } from "../../../dev/emulators/slack/slack.ts";
import type { Call } from "../../../dev/emulators/slack/web-api.ts";

/** Lists calls that Slack did not take; a list that a person closed before it was drawn anew is none of them. */
export function refusedCalls(slack: Slack): Call[] {
  return slack
    .calls()
    .filter(({ answer }) => answer.ok !== true)
    .filter(({ method, answer }) => method !== "views.update" || answer.error !== "not_found");
}
