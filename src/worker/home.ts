import { forgetHome, homeOwner, restOfHome } from "../slack/state/home-tabs.ts";
import { asked } from "./direct-message.ts";
import { type Asks, done, type Kind } from "./handler.ts";

/** Publishes one Home, once for all who ask for it meanwhile. */
export const home: Kind<Asks<"home">> = {
  async carryOut({ account }, _held, { publishHome }) {
    const owner = homeOwner(account);
    const restMs = await restOfHome(owner);
    if (restMs > 0) return { attempt: { is: "later", afterMs: restMs } };
    const result = await asked(() => publishHome(owner));
    if (result.is === "unreachable") await forgetHome(owner);
    return result.is === "ok" || result.is === "unreachable" ? done : { attempt: result };
  },
};
