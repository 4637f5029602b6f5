import type { AccessRequestDocument } from "../../models/access-request.ts";
import type { AuditAction } from "../events.ts";

type RequestAction = Extract<AuditAction, `request.${string}`>;

type EventOf<A extends RequestAction> = {
  action: A;
  target: { kind: "request"; id: string; label: string };
  about: string[];
};

/** Makes the part of a request's audit events that is the same in all of them. */
export function requestEvent<A extends RequestAction>(
  action: A,
  { _id, asker, groupId, groupName }: Pick<AccessRequestDocument, "_id" | "asker" | "groupId" | "groupName">,
): EventOf<A> {
  return {
    action,
    target: { kind: "request", id: String(_id), label: `${asker.name}: ${groupName}` },
    about: [asker.email, ...(asker.registeredId ? [String(asker.registeredId)] : []), String(groupId)],
  };
}
