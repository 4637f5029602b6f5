import type { Execution } from "../emulators/slack/executions.ts";
import type { Slack } from "../emulators/slack/slack.ts";

const channel = "it-help";
const email = "noor@acme.io";

/**
 * Plays a workflow built from a form for new hires and the app's step *Invite a person*: the group's deciders find a
 * card, and the workflow posts the outcome to a channel.
 */
export async function playNewHire(slack: Slack): Promise<void> {
  const workflow = slack.addPerson({ name: "New Hires", title: "Workflow", bot: true });
  workflow.says(
    `Noor Haddad starts on Monday. An invite to ${email} waits for somebody in Support to approve it.`,
    channel,
  );
  const reason = "Starts on Monday as a support engineer.";
  const execution = await slack.runsStep("invite_person", { email, group: "Support", reason });
  const stop = slack.onChange(() => {
    if (!execution.ended) return;
    stop();
    workflow.says(outcome(execution.ended), channel);
  });
}

function outcome(ended: NonNullable<Execution["ended"]>): string {
  if ("error" in ended) return `No invite to ${email}: ${ended.error}`;
  const { status, invite_id: inviteId } = ended.outputs;
  return `Noor Haddad: ${status}. Invite ID ${inviteId}.`;
}
