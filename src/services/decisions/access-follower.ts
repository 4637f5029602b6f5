import mongoose, { type mongo } from "mongoose";
import { Group } from "../../models/group.ts";
import { Pulse } from "../../models/pulse.ts";
import { User } from "../../models/user.ts";
import { AccessIndex, type Bounds, type IndexedUser } from "./access-index.ts";
import { type AccessEvent, HistoryLost, isHistoryLost, openAccessStream } from "./access-stream.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { rawUser } from "./raw-user.ts";
import {
  decidingGroup,
  groupFields,
  indexedUser,
  type StoredGroup,
  type StoredUser,
  userFields,
} from "./stored-access.ts";

const RETRY_MS = 500;
/** Few enough that a request waits only milliseconds while users are loaded. */
const LOADED_AT_ONCE = 200;

/** A load in progress. */
interface Loading {
  index: AccessIndex;
  /** Ids of what changed since it began: their events are newer than what is read. */
  changed: Set<string>;
  begun: boolean;
}

/** Loads users and groups, and applies every change from the stream. */
export class AccessFollower {
  /** Null until groups are loaded; users are added while it is in use. */
  index: AccessIndex | null = null;
  loaded = false;
  readonly #heartbeat: Heartbeat;
  readonly #onFault: (error: unknown) => void;
  readonly #bounds: Bounds;
  #stream: mongo.ChangeStream<mongo.Document, AccessEvent> | null = null;
  #resumeAfter: mongo.ResumeToken | undefined;
  /** Null once every user is read. */
  #loading: Loading | null = null;
  #stopped = false;

  constructor(heartbeat: Heartbeat, onFault: (error: unknown) => void, bounds: Bounds) {
    this.#heartbeat = heartbeat;
    this.#onFault = onFault;
    this.#bounds = bounds;
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch (error) {
        if (this.#stopped) return;
        this.#onFault(error);
        if (isHistoryLost(error)) this.#resumeAfter = undefined;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#stream?.close();
  }

  /** Follows changes from where it left off, until the stream ends. */
  async #follow(): Promise<void> {
    if (!this.#resumeAfter) this.#begin();
    const stream = openAccessStream(this.#heartbeat.id, this.#resumeAfter);
    this.#stream = stream;
    if (this.#stopped) await stream.close();
    // Its beats come back only once the stream is open, which loading waits for.
    this.#heartbeat.asked();
    for await (const event of stream) {
      this.#apply(event);
      this.#resumeAfter = event._id;
    }
  }

  #begin(): void {
    this.#heartbeat.restarted();
    this.index = null;
    this.loaded = false;
    this.#loading = { index: new AccessIndex(this.#bounds), changed: new Set(), begun: false };
  }

  #apply(event: AccessEvent): void {
    const { operationType, clusterTime, ns, documentKey, fullDocument, updateDescription } = event;
    if (!["insert", "update", "replace", "delete"].includes(operationType) || !documentKey)
      throw new HistoryLost(operationType);
    if (ns?.coll === Pulse.collection.collectionName) {
      const beat = updateDescription?.updatedFields?.beat ?? fullDocument?.beat;
      if (beat !== undefined) this.#heartbeat.came(beat, clusterTime);
      if (this.#loading && !this.#loading.begun) this.#load(this.#loading, clusterTime);
      return;
    }
    const index = this.index ?? this.#loading?.index;
    const id = documentKey._id.toHexString();
    this.#loading?.changed.add(id);
    if (ns?.coll === User.collection.collectionName) {
      if (fullDocument && index) hold(index, fullDocument);
      else index?.removeUser(id);
    } else if (fullDocument) index?.setGroup(decidingGroup(fullDocument));
    else index?.removeGroup(id);
  }

  /** Starts loading: from now on every change arrives as an event. */
  #load(loading: Loading, from: mongo.Timestamp): void {
    loading.begun = true;
    this.#read(loading, from).catch((error: unknown) => {
      this.#onFault(error);
      if (this.#loading !== loading || this.#stopped) return;
      // Starts over with the next beat.
      loading.begun = false;
      loading.changed.clear();
    });
  }

  /** @param from what is read includes all changes up to here: a newly elected primary may lag behind the stream */
  async #read(loading: Loading, from: mongo.Timestamp): Promise<void> {
    const session = await mongoose.connection.startSession();
    session.advanceOperationTime(from);
    try {
      await this.#readIn(session, loading);
    } finally {
      await session.endSession();
    }
  }

  async #readIn(session: mongo.ClientSession, loading: Loading): Promise<void> {
    const { index, changed } = loading;
    const isCurrent = () => this.#loading === loading && !this.#stopped;
    const reading = (projection: Readonly<Record<string, 1>>): mongo.FindOptions & mongo.Abortable => ({
      session,
      projection,
      sort: { _id: 1 },
      batchSize: LOADED_AT_ONCE,
      readPreference: "primary",
      readConcern: { level: "majority" },
    });
    for await (const group of Group.collection.find<StoredGroup>({}, reading(groupFields))) {
      if (!isCurrent()) return;
      if (!changed.has(group._id.toHexString())) index.setGroup(decidingGroup(group));
    }
    this.index = index;
    let read = 0;
    for await (const user of User.collection.find<Uint8Array>({}, { ...reading(userFields), raw: true })) {
      if (!isCurrent()) return;
      if (!index.hasRoom) {
        index.lacksSome = true;
        break;
      }
      holdRaw(index, user, changed);
      read += 1;
      if (read % LOADED_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    index.complete = !index.lacksSome;
    this.#loading = null;
    this.loaded = true;
  }
}

/** Holds a user as stored; one that no version of this app can have written is left to the database. */
function hold(index: AccessIndex, stored: StoredUser): void {
  let user: IndexedUser;
  try {
    user = indexedUser(stored);
  } catch {
    index.leaveOut(stored._id.toHexString());
    return;
  }
  index.setUser(user);
}

/** Holds a user as read, unless an event brought something newer. */
function holdRaw(index: AccessIndex, document: Uint8Array, changed: ReadonlySet<string>): void {
  let user: IndexedUser;
  try {
    user = rawUser(document);
  } catch {
    index.lacksSome = true;
    return;
  }
  if (!changed.has(user.id)) index.setUser(user);
}
