import { endRequest } from "../services/requests/end-request.ts";
import { requestDue as carryOut } from "../services/requests/follow-request.ts";
import { done, type Handler } from "./handler.ts";

/** Handles a request nobody answers: reminds its deciders, asks all admins, or lets it lapse. */
export const requestDue: Handler<"request-due"> = {
  async handle({ requestId, step }) {
    await carryOut(requestId, step);
    return done;
  },
};

/** Withdraws a request whose invite or group no longer gives anything. */
export const requestEnd: Handler<"request-end"> = {
  async handle({ requestId }) {
    await endRequest(requestId);
    return done;
  },
};
