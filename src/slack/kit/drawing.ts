import type { BlockAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";

/**
 * What a press draws: a modal in place of the one that was pressed on, or a modal above it. Either is opened where a
 * message or the Home was pressed on.
 */
export type Drawing = { view: ModalView } | { above: ModalView };

/** Draws what comes of a press. A trigger lives 3 s and serves once: nothing that takes long goes before. */
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
