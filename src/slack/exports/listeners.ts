import { shorten } from "../../locales/shorten.ts";
import type { AccountActor } from "../../services/actor.ts";
import { requirePermission } from "../../services/authorize.ts";
import { beginningOf } from "../../services/cut-off.ts";
import { type ExportRequest, exportRequest } from "../../services/exports/request.ts";
import { startExport } from "../../services/exports/start-export.ts";
import { groupsMeant } from "../../services/groups/list-groups.ts";
import { lastReviewOf } from "../../services/reviews/read-reviews.ts";
import { addressOf, severalText } from "../audit/listeners.ts";
import { notice } from "../kit/blocks.ts";
import type { Subcommand } from "../kit/command.ts";
import type { SlackContext } from "../kit/context.ts";
import { flashOf } from "../kit/errors.ts";
import { exportState } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { resolveSearchText } from "../kit/mentioned.ts";
import { nearest } from "../kit/nearest.ts";
import { isolated } from "../kit/phrase.ts";
import type { SlackRouter } from "../kit/router.ts";
import { exportChoices, exportChoicesText, startedText } from "./view.ts";

/** The words people type for what can be exported. */
const names: Readonly<Record<string, ExportRequest["what"]>> = {
  users: "users",
  user: "users",
  people: "users",
  pending: "invites",
  invites: "invites",
  members: "members",
  group: "members",
  groups: "members",
  requests: "requests",
  review: "review",
  reviews: "review",
  audit: "audit",
  log: "audit",
};

/** Creates the subcommand `/iam export <what> [search]`. */
export function exportCommand(context: SlackContext): Subcommand {
  return {
    example: "/iam export users",
    about:
      "Get users, pending invites, members of a group, requests, a review or the audit log as a CSV file.",
    permission: "users:read",
    async run({ text, actor, reply }) {
      const [word = ""] = text.split(/\s+/);
      const rest = text.slice(word.length).trim();
      const typed = word.toLowerCase();
      const what = Object.hasOwn(names, typed) ? names[typed] : undefined;
      if (!what) {
        const opening = openingFor(word, nearest(typed, Object.keys(names)));
        return reply(exportChoicesText(opening), exportChoices(opening));
      }
      const search = await resolveSearchText(rest, actor, context.accounts);
      const found = await requestFor(what, search, actor);
      if (typeof found === "string") return reply(found);
      const { text: answer } = await flashOf(
        async () => startedText(await startExport(actor, found)),
        context,
        actor,
      );
      await reply(answer);
    },
  };
}

function openingFor(word: string, meant: string | null): string {
  if (word === "") return "What would you like to export?";
  const said = shorten(word, 60);
  return meant
    ? `There is no “/iam export ${said}”. Did you mean “/iam export ${meant}”?`
    : `There is no “/iam export ${said}”. Here’s what you can export:`;
}

/** Finds the export that was meant, or says why there is none. */
async function requestFor(
  what: ExportRequest["what"],
  text: string,
  actor: AccountActor,
): Promise<ExportRequest | string> {
  const search = beginningOf(text, 100);
  switch (what) {
    case "users":
    case "invites":
      return exportRequest.parse({ what, text: search });
    case "requests":
      return { what, which: "all" };
    case "audit": {
      const about = await addressOf(actor, text);
      if (typeof about !== "string") return severalText("/iam export audit", text, about);
      return { what, about: beginningOf(about, 254) };
    }
    case "members": {
      if (search === "") return "Which group? Try /iam export members Support.";
      const groups = await groupsMeant(actor, search);
      const [only, another] = groups;
      if (only && !another) return { what, groupId: only.id };
      return another
        ? `Several groups match “${search}”: ${isolated(groups.map(({ name }) => name).join(", "), 500)}. Type the whole name.`
        : `No group matches “${search}”.`;
    }
    case "review": {
      if (search === "") return "A review of which group? Try /iam export review Support.";
      await requirePermission(actor, "reviews:read");
      const reviewId = await lastReviewOf(actor, search);
      return reviewId ? { what, reviewId, which: "all" } : `There is no review of “${search}” yet.`;
    }
  }
}

/** Registers *Export*, wherever it is shown. */
export function registerExports(router: SlackRouter, context: SlackContext): void {
  router.press(ids.exports.start, exportState, async ({ actor, value }) => {
    const { text, ok } = await flashOf(
      async () => startedText(await startExport(actor, value)),
      context,
      actor,
    );
    return { above: notice(ok ? "Export started" : "Export", text) };
  });
}
