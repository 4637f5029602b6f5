import type { Slack } from "../emulators/slack/slack.ts";
import type { Cast } from "./people.ts";

const minuteMs = 60_000;

/** Writes this morning's messages into the channels; one contains addresses to invite. */
export function smallTalk(slack: Slack, { owner, admin, member, guest }: Cast): void {
  const ago = (minutes: number) => Date.now() - minutes * minuteMs;
  slack.addChannel("it-help", "Access, laptops, lost keys");
  slack.addChannel("website", "The relaunch, with our friends at Globex");
  owner.says(
    "Hello everyone! From today you find out *in Slack* who has access to what:",
    "general",
    ago(96),
  );
  owner.says("type `/iam` in any channel, or press the ⚡ below.", "general", ago(95));
  admin.says("No more console? Finally.", "general", ago(91));
  guest.says("First drafts of the new pages are up, have a look.", "website", ago(64));
  member.says(
    "Two contractors start on Monday: luis@studio.example and yara@studio.example. Could somebody let them in?",
    "it-help",
    ago(38),
  );
  admin.says(
    "@Mia Chen can you? Point at the message above, then ⋮ and _Invite from message_.",
    "it-help",
    ago(35),
  );
}
