import { eraseElsewhere } from "../services/users/erase-elsewhere.ts";
import { done, type Handler } from "./handler.ts";

/** Erases what is told of somebody beside other things. */
export const eraseDetails: Handler<"erase-details"> = {
  handle: async (erased) => {
    await eraseElsewhere(erased);
    return done;
  },
};
