import { forgetHome, homeOwner, restOfHome } from "../slack/state/home-tabs.ts";
import { callSlack } from "./direct-message.ts";
import { done, type Handler } from "./handler.ts";

/** Publishes one Home, once for everyone who asks for it meanwhile. */
export const home: Handler<"home"> = {
  async handle({ account }, _job, { publishHome }) {
    const owner = homeOwner(account);
    const restMs = await restOfHome(owner);
    if (restMs > 0) return { attempt: { kind: "snooze", afterMs: restMs } };
    const result = await callSlack(() => publishHome(owner));
    if (result.kind === "unreachable") await forgetHome(owner);
    return result.kind === "ok" || result.kind === "unreachable" ? done : { attempt: result };
  },
};
