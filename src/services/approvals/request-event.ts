import { type AccessRequestDocument, personOf } from "../../models/access-request.ts";
import type { AuditAction } from "../events.ts";

type RequestAction = Extract<AuditAction, `request.${string}`>;

type EventOf<A extends RequestAction> = {
  action: A;
  target: { kind: "request"; id: string; label: string };
  about: string[];
};

/** Builds the part that all of a request's audit events share. */
export function requestEvent<A extends RequestAction>(
  action: A,
  request: Pick<AccessRequestDocument, "_id" | "asker" | "subject" | "groupId" | "groupName">,
): EventOf<A> {
  const { _id, groupId, groupName } = request;
  const { name, email, registeredId } = personOf(request);
  return {
    action,
    target: { kind: "request", id: String(_id), label: `${name}: ${groupName}` },
    about: [...(email ? [email] : []), ...(registeredId ? [String(registeredId)] : []), String(groupId)],
  };
}
