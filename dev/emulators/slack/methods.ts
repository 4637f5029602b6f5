import { blockMethods } from "./methods/blocks.ts";
import { chatMethods } from "./methods/chat.ts";
import { connectionMethods } from "./methods/connection.ts";
import { fileMethods } from "./methods/files.ts";
import { functionMethods } from "./methods/functions.ts";
import type { Method } from "./methods/method.ts";
import { userMethods } from "./methods/users.ts";
import { viewMethods } from "./methods/views.ts";

/** The Web API methods that this Slack has, with the OAuth scope that each needs. */
export const methods: Readonly<Record<string, Method>> = {
  ...connectionMethods,
  ...blockMethods,
  ...viewMethods,
  ...chatMethods,
  ...userMethods,
  ...functionMethods,
  ...fileMethods,
};
