import { auditScreens } from "./audit.ts";
import { changeScreens } from "./changes.ts";
import { clientScreens } from "./clients.ts";
import { exportScreens } from "./exports.ts";
import { groupScreens } from "./groups.ts";
import { homeScreens } from "./home.ts";
import { importScreens } from "./imports.ts";
import { inviteScreens } from "./invites.ts";
import { messageScreens } from "./messages.ts";
import { requestScreens } from "./requests.ts";
import { reviewScreens } from "./reviews.ts";
import type { Screen } from "./screen.ts";
import { userScreens } from "./users.ts";
import { webhookScreens } from "./webhooks.ts";

/** Every screen and message of the app, by the function that draws it and, if it draws several, the variant. */
export const screens: Readonly<Record<string, Screen>> = {
  ...inviteScreens,
  ...importScreens,
  ...changeScreens,
  ...exportScreens,
  ...requestScreens,
  ...reviewScreens,
  ...userScreens,
  ...groupScreens,
  ...clientScreens,
  ...webhookScreens,
  ...auditScreens,
  ...homeScreens,
  ...messageScreens,
};
