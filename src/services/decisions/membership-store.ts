/** Words per page. A person's memberships are all in one page. */
const PAGE_WORDS = 65_536;
/** How many memberships fit on a page, each with an end. */
export const MAX_IN_A_RECORD = 16_000;
const GROUP_BITS = 20;
const GROUP_MASK = 2 ** GROUP_BITS - 1;
/** Day numbers repeat after 2,048, more than five years. */
const DAYS = 2_048;
const HAS_END = 0x8000_0000;
const WORDS_FOR_END = 2;

interface StoredMembership {
  /** A number below 2^20. */
  group: number;
  /** Milliseconds; stored to the second. */
  since: number;
  until: number | null;
}

/**
 * Memberships as numbers in large arrays: 8 bytes each, 16 with an end, where objects would take 60 or more. A record
 * is its length, then for each membership the group's number with the day of its last use, the second it began, and its
 * end.
 */
export class MembershipStore {
  /** Memberships held. */
  size = 0;
  #pages: Uint32Array[] = [];
  /** Where the next record goes. */
  #end = 0;
  #wasted = 0;

  /** More of it is removed than held. */
  get isSparse(): boolean {
    return this.#wasted > PAGE_WORDS && this.#wasted > this.#end / 2;
  }

  /** Adds a person's memberships, at most 16,000. @returns their place */
  add(memberships: readonly StoredMembership[]): number {
    const words = 1 + memberships.reduce((sum, { until }) => sum + wordsOf(until), 0);
    const at = this.#reserve(words);
    const page = this.#page(at);
    let next = at % PAGE_WORDS;
    page[next++] = words;
    for (const { group, since, until } of memberships) {
      if (group > GROUP_MASK) throw new RangeError("more groups than numbers for them");
      page[next++] = until === null ? group : (group | HAS_END) >>> 0;
      page[next++] = Math.floor(since / 1_000);
      if (until === null) continue;
      page[next++] = Math.floor(until / 2 ** 32);
      page[next++] = until % 2 ** 32;
    }
    this.size += memberships.length;
    return at;
  }

  remove(at: number): void {
    this.#wasted += this.#page(at)[at % PAGE_WORDS] ?? 0;
    this.read(at, () => {
      this.size -= 1;
    });
  }

  /** Reads what is stored at a place, in the order in which it was added. */
  read(at: number, visit: (group: number, since: number, until: number | null) => void): void {
    this.#walk(at, (page, index) => {
      const word = page[index] ?? 0;
      const since = (page[index + 1] ?? 0) * 1_000;
      const end = (page[index + 2] ?? 0) * 2 ** 32 + (page[index + 3] ?? 0);
      visit(word & GROUP_MASK, since, hasEnd(word) ? end : null);
    });
  }

  /** Records the day on which a group was last used. @returns whether a different day was stored before */
  noteDay(at: number, group: number, day: number): boolean {
    let isNew = false;
    // 0 is no day.
    const noted = ((day % (DAYS - 1)) + 1) << GROUP_BITS;
    this.#walk(at, (page, index) => {
      const word = page[index] ?? 0;
      if ((word & GROUP_MASK) !== group) return;
      const now = ((word & (HAS_END | GROUP_MASK)) | noted) >>> 0;
      isNew = now !== word;
      page[index] = now;
    });
    return isNew;
  }

  /** Compacts the store. Every record must be named, and is told its new place. */
  compact(records: Iterable<{ at: number }>): void {
    const old = this.#pages;
    this.#pages = [];
    this.#end = 0;
    this.#wasted = 0;
    for (const record of records) {
      const from = record.at % PAGE_WORDS;
      const page = old[Math.floor(record.at / PAGE_WORDS)];
      const words = page?.[from] ?? 0;
      if (!page) continue;
      record.at = this.#reserve(words);
      this.#page(record.at).set(page.subarray(from, from + words), record.at % PAGE_WORDS);
    }
  }

  #walk(at: number, visit: (page: Uint32Array, index: number) => void): void {
    const page = this.#page(at);
    const start = at % PAGE_WORDS;
    const end = start + (page[start] ?? 0);
    for (let index = start + 1; index < end; ) {
      visit(page, index);
      index += hasEnd(page[index] ?? 0) ? 2 + WORDS_FOR_END : 2;
    }
  }

  #reserve(words: number): number {
    const left = PAGE_WORDS - (this.#end % PAGE_WORDS);
    if (words > left) {
      this.#wasted += left;
      this.#end += left;
    }
    const at = this.#end;
    this.#end += words;
    return at;
  }

  #page(at: number): Uint32Array {
    const number = Math.floor(at / PAGE_WORDS);
    const known = this.#pages[number];
    if (known) return known;
    const page = new Uint32Array(PAGE_WORDS);
    this.#pages[number] = page;
    return page;
  }
}

const wordsOf = (until: number | null) => (until === null ? 2 : 2 + WORDS_FOR_END);
const hasEnd = (word: number) => (word & HAS_END) !== 0;
