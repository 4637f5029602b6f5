import { requirePermission } from "../../services/authorize.ts";
import { explainDecision, heldNames } from "../../services/decisions/explain-decision.ts";
import { type Subject, subjectOf } from "../../services/decisions/subject.ts";
import { type Command, mentionIn, readable, type Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { canBlocks } from "./can-view.ts";
import { namedIn } from "./can-words.ts";

const usage =
  "Who, and which service? Try /iam can @eve Tickets, or with a project and a region: /iam can eve@example.com Tickets Apollo eu.";

/** Creates the subcommand `/iam can @eve Tickets [Apollo [eu]]`. */
export function canCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam can @eve Tickets",
    permission: "users:read",
    about: "See whether somebody can use a service, in a project, and why.",
    run: (command) => answer(command, context),
  };
}

async function answer({ text, actor, reply }: Command, { timeZone }: SlackContext): Promise<void> {
  const [who = ""] = text.split(/\s+/);
  const asked = text.slice(who.length).trim();
  const subject = subjectIn(who);
  if (!subject || asked === "") return reply(usage);
  await requirePermission(actor, "users:read");
  const named = namedIn(asked, await heldNames());
  if (!named) return reply(`“${asked}” names more than a service, a project and a region. ${usage}`);
  const explained = await explainDecision(actor, subject, named, timeZone);
  const card = canBlocks(readable(who), explained);
  await reply(card.text, card.blocks);
}

function subjectIn(who: string): Subject | null {
  const mention = mentionIn(who);
  if (mention) return { by: "account", userId: mention };
  return /.@./.test(who) ? subjectOf(who) : null;
}
