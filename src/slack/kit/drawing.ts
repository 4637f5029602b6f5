import type { BlockAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";

/**
 * What a press draws: a modal that replaces the pressed one, or a modal above it. After a press on a message or the
 * Home, either is simply opened.
 */
export type Drawing = { view: ModalView } | { above: ModalView };

/** Draws the result of a press. A trigger lives 3 s and works once, so nothing slow comes first. */
export async function draw(
  drawing: Drawing,
  { body, client }: { body: Pick<BlockAction, "trigger_id" | "view">; client: WebClient },
): Promise<void> {
  const { trigger_id, view: pressedOn } = body;
  const view = "view" in drawing ? drawing.view : drawing.above;
  if (pressedOn?.type !== "modal") await client.views.open({ trigger_id, view });
  else if ("above" in drawing) await client.views.push({ trigger_id, view });
  else await client.views.update({ view_id: pressedOn.id, view });
}
