import { ApiError } from "./api-error.ts";
import type { Changes } from "./changes.ts";
import { newId } from "./identifiers.ts";

/** The largest file that Slack accepts in a form. */
export const LARGEST_INPUT = 10 * 1024 * 1024;

/** A file as Slack describes it to apps. */
export interface SlackFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  size: number;
  url_private: string;
  url_private_download: string;
  /** The direct messages that show it. */
  ims: string[];
}

interface Upload {
  name: string;
  length: number;
  bytes?: Buffer;
}

const mimetypes: Record<string, string> = { csv: "text/csv", txt: "text/plain", json: "application/json" };

/** Files that people attached to forms, and that the app uploaded. */
export class Files {
  readonly #kept = new Map<string, { file: SlackFile; bytes: Buffer }>();
  readonly #uploads = new Map<string, Upload>();
  readonly #changes: Changes;
  /** The origin of the files' addresses. */
  origin = "";

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Stores a file. */
  keep(name: string, bytes: Buffer, id = newId("F")): SlackFile {
    const filetype = name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "binary";
    const url = `${this.origin}/files-pri/${id}/${encodeURIComponent(name)}`;
    const file = {
      id,
      name,
      title: name,
      filetype,
      size: bytes.length,
      mimetype: mimetypes[filetype] ?? "application/octet-stream",
      url_private: url,
      url_private_download: url,
      ims: [],
    };
    this.#kept.set(id, { file, bytes });
    return file;
  }

  /** Returns the bytes of a file. */
  bytesOf(id: string): Buffer | undefined {
    return this.#kept.get(id)?.bytes;
  }

  /** Returns the bytes of the last file with a name. */
  named(name: string): Buffer | undefined {
    return [...this.#kept.values()].findLast(({ file }) => file.name === name)?.bytes;
  }

  /** Reserves a place for a file of this length. */
  ticket(name: string, length: number): { upload_url: string; file_id: string } {
    const id = newId("F");
    this.#uploads.set(id, { name, length });
    return { upload_url: `${this.origin}/upload/v1/${id}`, file_id: id };
  }

  /** Receives the bytes of a reserved file. Returns whether the length is as reserved. */
  receive(id: string, bytes: Buffer): boolean {
    const upload = this.#uploads.get(id);
    if (upload?.length !== bytes.length) return false;
    upload.bytes = bytes;
    return true;
  }

  /** Describes a file. */
  described(id: string): SlackFile | undefined {
    return this.#kept.get(id)?.file;
  }

  /** Turns an upload into a file, and shows it in a conversation, if one is named. */
  complete(
    id: string,
    { title, channelId }: { title?: string | undefined; channelId?: string | undefined } = {},
  ): SlackFile {
    const upload = this.#uploads.get(id);
    if (!upload?.bytes) throw new ApiError("file_not_found");
    this.#uploads.delete(id);
    this.#changes.tell({ kind: "call", method: "files.completeUploadExternal" });
    const file = this.keep(upload.name, upload.bytes, id);
    return Object.assign(file, { title: title ?? file.name, ims: channelId ? [channelId] : [] });
  }
}
