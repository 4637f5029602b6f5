import type { WebClient } from "@slack/web-api";

/** Slack allows about 20 calls of `auth.teams.list` a minute. */
const KEPT_MS = 60_000;
const PAGE = 1_000;

/**
 * Finds the workspaces that an organisation's app was added to; asks Slack once a minute, whether it answers or not.
 */
export function workspacesWithApp(client: WebClient): () => Promise<ReadonlySet<string>> {
  let kept: { ids: Promise<ReadonlySet<string>>; until: number } | undefined;
  return () => {
    const now = Date.now();
    if (!kept || kept.until <= now) kept = { ids: listWorkspaces(client), until: now + KEPT_MS };
    return kept.ids;
  };
}

async function listWorkspaces(client: WebClient): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let cursor = "";
  do {
    const page = await client.auth.teams.list({ limit: PAGE, ...(cursor && { cursor }) });
    for (const { id } of page.teams ?? []) if (id) ids.add(id);
    cursor = page.response_metadata?.next_cursor ?? "";
  } while (cursor);
  return ids;
}
