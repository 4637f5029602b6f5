import type { Button } from "@slack/types";
import { type ExportRequest, exportRequest } from "../../services/exports/request.ts";
import { button } from "./blocks.ts";
import { ids } from "./ids.ts";
import { stateCodec } from "./state-codec.ts";

/** What a button exports: a list, with the filter on the screen. */
export const exportState = stateCodec(exportRequest);

/** Creates *Export*, for what is on the screen. */
export function exportButton(request: ExportRequest, label: string): Button {
  return button(ids.exports.start, "Export", {
    value: exportState.encode(request),
    label: `Export ${label}`,
  });
}
