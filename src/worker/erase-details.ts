import { eraseElsewhere } from "../services/users/erase-elsewhere.ts";
import { ERASED_NAME } from "../services/users/erased-name.ts";
import { eraseFromMessages } from "../services/webhooks/erase-from-messages.ts";
import { done, type Handler } from "./handler.ts";

/** Erases a user's details wherever else they are kept. */
export const eraseDetails: Handler<"erase-details"> = {
  handle: async (erased) => {
    await eraseElsewhere(erased);
    await eraseFromMessages(erased, ERASED_NAME);
    return done;
  },
};
