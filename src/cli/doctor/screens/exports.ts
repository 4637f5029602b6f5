import { exportChoices, exportChoicesText, startedText } from "../../../slack/exports/view.ts";
import { notice } from "../../../slack/kit/blocks.ts";
import {
  exportFailedCard,
  exportProgressCard,
  exportSentCard,
} from "../../../slack/messages/export-cards.ts";
import type { Screen } from "./screen.ts";

export const exportScreens: Record<string, Screen> = {
  exportChoices: (f) => ({ text: exportChoicesText(f.search), blocks: exportChoices(f.search) }),
  "notice, an export": (f) => notice("Export started", startedText(`members of ${f.groupName}`)),
  exportProgressCard: (f) => exportProgressCard(`members of ${f.groupName}`, f.count * 1_000),
  exportSentCard: (f) => exportSentCard(f.long, f.count),
  exportFailedCard: (f) => exportFailedCard(f.long, f.yes ? "no_right" : f.reason),
  "exportFailedCard, outcome": (f) => exportFailedCard(f.long, "missing_scope", "outcome"),
};
