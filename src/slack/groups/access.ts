import type { KnownBlock } from "@slack/types";
import { listKinds, scopeKinds } from "../../services/groups/group-fields.ts";
import type { GroupSummary } from "../../services/groups/groups.ts";
import { onlyActions } from "../kit/access.ts";
import { bold, paragraph, text } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";
import { inParts } from "../kit/text.ts";

const ON_A_LINE = 120;
const IN_A_BLOCK = 2_500;

const headings = {
  services: "Services",
  projects: "Projects",
  regions: "Regions",
  actions: "Actions",
} as const;

type Access = Pick<GroupSummary, (typeof listKinds)[number]>;

/** Says what a group gives, on one line. */
export function accessLine(group: Access): string {
  const only = onlyActions(group, ON_A_LINE);
  if (scopeKinds.every((kind) => group[kind] === "all"))
    return ["All services, projects and regions", ...only].join(" · ");
  const given = scopeKinds.flatMap((kind) => {
    const scope = group[kind];
    if (scope === "all") return [`all ${kind}`];
    return scope.length > 0 ? [`${kind}: ${isolated(scope.join(", "), ON_A_LINE)}`] : [];
  });
  const [first = "No access yet", ...rest] = given;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest, ...(given.length > 0 ? only : [])].join(
    " · ",
  );
}

/** Draws everything a group gives: at most 3 blocks for each of 4 kinds. */
export function accessBlocks(group: Access): KnownBlock[] {
  return listKinds.flatMap((kind) => {
    const scope = group[kind];
    if (kind === "actions" && scope === "all") return [];
    const heading = bold(`${headings[kind]}\n`);
    if (scope === "all") return [paragraph(heading, text(`All ${kind}, including any added later`))];
    if (scope.length === 0) return [paragraph(heading, text("None"))];
    return inParts(scope, IN_A_BLOCK).map((part, index) =>
      paragraph(...(index === 0 ? [heading] : []), text(part.join(", "))),
    );
  });
}
