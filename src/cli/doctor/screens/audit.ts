import { auditView } from "../../../slack/audit/view.ts";
import type { Screen } from "./screen.ts";

export const auditScreens: Record<string, Screen> = {
  auditView: (f) => auditView(f.log, { email: f.email, cursor: f.pageCursor }, f.sealing),
};
