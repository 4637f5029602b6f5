import { isValidObjectId } from "mongoose";
import { AccessRequest, type AccessRequestDocument, personOf } from "../../models/access-request.ts";
import { nameOf } from "../../models/actor-record.ts";
import { NotFound } from "../errors.ts";
import { RequestSettled } from "./refusals.ts";

/** Reads a request that someone acts on. @throws NotFound; RequestSettled when it is no longer pending */
export async function pendingRequest(requestId: string): Promise<AccessRequestDocument> {
  const request = await requestWithId(requestId);
  if (request.status !== "pending") throw settledFirst(request);
  return request;
}

/** @throws NotFound */
export async function requestWithId(requestId: string): Promise<AccessRequestDocument> {
  const request = isValidObjectId(requestId) ? await AccessRequest.findById(requestId).lean() : null;
  if (!request) throw new NotFound({ what: "request" });
  return request;
}

/** Says who was first, what they did, and when. */
export function settledFirst(request: AccessRequestDocument): RequestSettled {
  const { groupName, status, settledBy, settledAt, afterwards } = request;
  const about = { person: personOf(request).name, group: groupName };
  if (afterwards) {
    const { answer, by, at } = afterwards;
    return new RequestSettled({ ...about, status: answer, by: nameOf(by), at });
  }
  return new RequestSettled({
    ...about,
    status: status === "pending" ? "answered" : status,
    by: settledBy ? nameOf(settledBy) : null,
    at: settledAt ?? null,
  });
}
