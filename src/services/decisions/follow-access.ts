import mongoose, { type mongo, type Types } from "mongoose";
import { Group } from "../../models/group.ts";
import { Pulse } from "../../models/pulse.ts";
import { User } from "../../models/user.ts";
import { accessChanged } from "../transaction.ts";
import { AccessIndex, type Bounds, type IndexedUser, usualBounds } from "./access-index.ts";
import { DatabaseClock } from "./database-clock.ts";
import { Heartbeat } from "./heartbeat.ts";
import { rawUser } from "./raw-user.ts";
import {
  decidingGroup,
  groupFields,
  indexedUser,
  type StoredGroup,
  type StoredUser,
  userFields,
} from "./stored-access.ts";

/** Others' changes are in a decision after a second; the rest of it is for the decision itself. */
const FRESH_MS = 900;
const RETRY_MS = 500;
/** So long questions wait for memory to be fresh again, before they go to the database. */
const PATIENCE_MS = 500;
/** Few enough that a request waits for milliseconds while users are loaded. */
const LOADED_AT_ONCE = 200;
/** The stream is gone, or its place in the oplog: ChangeStreamFatalError, ChangeStreamHistoryLost, CappedPositionLost, and what resumes nowhere. */
const HISTORY_LOST: unknown[] = [280, 286, 136, 260];

/** An event of the stream, projected by {@link eventFields}. */
interface AccessEvent {
  _id: mongo.ResumeToken;
  clusterTime: mongo.Timestamp;
  operationType: string;
  ns?: { coll?: string };
  documentKey?: { _id: Types.ObjectId };
  /** The document as it is now, or is to be; missing once it is deleted. */
  fullDocument?: (StoredUser & StoredGroup & { beat: number }) | null;
  updateDescription?: { updatedFields?: { beat?: number } };
}

/** What this process knows of users and groups without asking the database. */
export interface FollowedAccess {
  /**
   * Returns what is known, where that holds all that this process changed, and all that others changed up to a second ago;
   * with a time not before the database's. Null while it does not, or is not loaded: then the database has to be asked.
   */
  current(): { index: AccessIndex; now: number } | null;
  /**
   * Waits a moment for what is known to be fresh again, where it is not: all who ask then wait for the same.
   *
   * @returns whether there is something new to look at
   */
  refreshed(): Promise<boolean>;
  /**
   * Returns a place in the order of all changes: what is read as of then, or later, holds what a decision must. Null while no
   * such place is known.
   */
  readFrom(): mongo.Timestamp | null;
  /** Notes that somebody used a group on a day. @returns whether it is the first time that day; null where that is not known */
  noteUse(userId: string, groupId: string, day: number): boolean | null;
  /** Everything that fits is loaded. */
  readonly loaded: boolean;
  stop(): Promise<void>;
}

/**
 * Loads users and groups in the background, and follows their changes.
 *
 * @param onFault hears of what went wrong; it is tried again
 */
export function followAccess(
  onFault: (error: unknown) => void,
  bounds: Bounds = usualBounds,
): FollowedAccess {
  const clock = new DatabaseClock();
  const heartbeat = new Heartbeat(clock, onFault);
  const following = new Following(heartbeat, onFault, bounds);
  const onChange = () => heartbeat.changed();
  accessChanged.on("change", onChange);
  const running = following.run();
  const isFresh = () => performance.now() - heartbeat.seenUntil < FRESH_MS;
  return {
    current() {
      heartbeat.asked();
      const now = clock.latest(performance.now());
      const { index } = following;
      return index && !index.overfull && now !== null && isFresh() ? { index, now } : null;
    },
    async refreshed() {
      if (!following.index || following.index.overfull || isFresh()) return false;
      await heartbeat.next(PATIENCE_MS);
      return isFresh();
    },
    readFrom: () => (isFresh() ? heartbeat.seenAt : null),
    noteUse: (userId, groupId, day) => following.index?.noteUse(userId, groupId, day) ?? null,
    get loaded() {
      return following.loaded;
    },
    async stop() {
      accessChanged.off("change", onChange);
      await following.stop();
      await heartbeat.stop();
      await running;
    },
  };
}

interface Loading {
  index: AccessIndex;
  changed: Set<string>;
  begun: boolean;
}

class Following {
  /** Null until groups are loaded; users are added while it is used. */
  index: AccessIndex | null = null;
  loaded = false;
  readonly #heartbeat: Heartbeat;
  readonly #onFault: (error: unknown) => void;
  readonly #bounds: Bounds;
  #stream: mongo.ChangeStream<mongo.Document, AccessEvent> | null = null;
  #resumeAfter: mongo.ResumeToken | undefined;
  /** Loading, until every user is read. What changes meanwhile is known better by its event. */
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
        if (isHistoryLost(error)) this.#forget();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#stream?.close();
  }

  /** Follows changes from where it was, until the stream ends. */
  async #follow(): Promise<void> {
    const { db } = mongoose.connection;
    if (!db) throw new Error("not connected");
    if (!this.#resumeAfter) this.#begin();
    const stream = db.watch<mongo.Document, AccessEvent>(eventsFor(this.#heartbeat.id), {
      fullDocument: "updateLookup",
      readPreference: "primary",
      readConcern: { level: "majority" },
      ...(this.#resumeAfter !== undefined && { resumeAfter: this.#resumeAfter }),
    });
    this.#stream = stream;
    if (this.#stopped) await stream.close();
    // Its beats come back only once the stream is open, which is what loading waits for.
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

  #forget(): void {
    this.#resumeAfter = undefined;
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

  /** Begins to load, since every change from now on comes as an event. */
  #load(loading: Loading, from: mongo.Timestamp): void {
    loading.begun = true;
    this.#read(loading, from).catch((error: unknown) => {
      this.#onFault(error);
      if (this.#loading !== loading || this.#stopped) return;
      // With the next beat, anew.
      loading.begun = false;
      loading.changed.clear();
    });
  }

  /** @param from the changes up to then are in what is read: a primary that was just elected may lag behind the stream */
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

/** Holds a user as they are stored; whoever is stored as no version of this app stores them is left to the database. */
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

/** Holds a user as they were read, unless a change of theirs came meanwhile. */
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

/** Follows users, groups and one pulse. */
function eventsFor(pulseId: string): mongo.Document[] {
  const [users, groups, pulses] = [User, Group, Pulse].map(({ collection }) => collection.collectionName);
  const fields = ["_id", ...Object.keys(userFields), ...Object.keys(groupFields), "beat"];
  return [
    {
      $match: {
        $or: [
          { "ns.coll": { $in: [users, groups] } },
          { "ns.coll": pulses, "documentKey._id": pulseId },
          { "to.coll": { $in: [users, groups] } },
          { operationType: { $in: ["dropDatabase", "invalidate"] } },
        ],
      },
    },
    {
      $project: {
        operationType: 1,
        clusterTime: 1,
        "ns.coll": 1,
        documentKey: 1,
        "updateDescription.updatedFields.beat": 1,
        ...Object.fromEntries(fields.map((field) => [`fullDocument.${field}`, 1])),
      },
    },
  ];
}

/** Something happened to a whole collection, so that nothing that was read counts any more. */
class HistoryLost extends Error {
  constructor(operation: string) {
    super(`the collections were changed as a whole: ${operation}`);
  }
}

function isHistoryLost(error: unknown): boolean {
  return (
    error instanceof HistoryLost ||
    (error instanceof mongoose.mongo.MongoServerError && HISTORY_LOST.includes(error.code))
  );
}
