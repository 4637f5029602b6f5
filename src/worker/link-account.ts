import type { WebClient } from "@slack/web-api";
import { linkAtRegistration, unlinkedUser } from "../services/users/link-account.ts";
import { actorFrom, describedAccount } from "../slack/kit/described-account.ts";
import { enqueueSlack } from "../slack/state/jobs.ts";
import { callSlack } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";

/**
 * Links the Slack account of someone who registered: the one their invite mentioned, otherwise the one with their
 * address. If Slack knows none, their first command does it. If it already belongs to someone else, the admins are
 * told.
 */
export const linkAccount: Handler<"link-account"> = {
  async handle({ userId }, _job, { slack, settings: { installation } }) {
    const user = await unlinkedUser(userId);
    if (!user) return done;
    const found = await callSlack(() => accountOf(user, slack));
    if (found.kind === "unreachable") return done;
    if (found.kind !== "ok") return { attempt: found };
    const passedOver = await linkAtRegistration(actorFrom(found.value, { installation, owners: [] }));
    return {
      attempt: { kind: "done" },
      record: async (_outcome, now) =>
        enqueueSlack(
          now,
          ...passedOver.map((each) => ({ kind: "passed-over-notice" as const, ...each, dueAt: now })),
        ),
    };
  },
};

async function accountOf(
  { email, mentioned }: { email: string; mentioned: string | null },
  slack: WebClient,
) {
  const { user } = mentioned
    ? await slack.users.info({ user: mentioned })
    : await slack.users.lookupByEmail({ email });
  return describedAccount.parse(user);
}
