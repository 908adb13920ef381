// Which endpoints are listed, in which groups, and what is marked at them.

import type { Catalogue, Endpoint, Gateway } from "./types.ts";

export interface Wanted {
  text: string;
  /** Paths that the search of the integration has found; null while it hasn't answered. */
  found: ReadonlySet<string> | null;
  answersOnly: boolean;
  writableOnly: boolean;
  /** Whether somebody wants to write; else to read. */
  toWrite: boolean;
}

export interface Group {
  topic: string;
  endpoints: Endpoint[];
}

/** A text in small letters and without accents. */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Whether an endpoint answered in the last probe; undefined if nobody knows. */
export function answers(gateway: Gateway | undefined, known: Endpoint): boolean | undefined {
  return gateway?.probe?.answers[known.path];
}

/** What of a wish can be: where a box can't be cleared, it counts for nothing. */
export function inForce(wanted: Wanted, gateway: Gateway | undefined): Wanted {
  return {
    ...wanted,
    answersOnly: wanted.answersOnly && !!gateway?.probe,
    writableOnly: wanted.writableOnly && !wanted.toWrite,
  };
}

/** The endpoints that are wanted, by topic. */
export function grouped(
  catalogue: Catalogue,
  gateway: Gateway | undefined,
  wanted: Wanted,
): Group[] {
  const words = plain(wanted.text).split(/\s+/).filter(Boolean);
  const fits = (known: Endpoint): boolean => {
    const text = plain(`${known.path} ${known.endpoint} ${known.name}`);
    return (
      (!wanted.answersOnly || answers(gateway, known) === true) &&
      (!wanted.writableOnly || known.write !== null) &&
      (wanted.toWrite ? known.write !== null : known.readable) &&
      (words.every((word) => text.includes(word)) || !!wanted.found?.has(known.path))
    );
  };
  const listed = catalogue.endpoints.filter(fits);
  return catalogue.topics
    .map((topic) => ({ topic, endpoints: listed.filter((known) => known.topic === topic) }))
    .filter((group) => group.endpoints.length > 0);
}

/** What is known of an endpoint that is asked for; undefined for an own path. */
export function knownAt(catalogue: Catalogue | undefined, endpoint: string): Endpoint | undefined {
  const path = endpoint.split("?")[0];
  return catalogue?.endpoints.find(
    (known) => known.path === path || known.endpoint === endpoint || known.endpoint === path,
  );
}

/** Whether the owner has closed an endpoint for writes, as far as the page can tell. */
export function isLocked(gateway: Gateway | undefined, known: Endpoint): boolean {
  const page = known.write?.locked_page;
  return !!page && !gateway?.opened_pages.includes(page);
}

/** An own path in what was typed into the search; null if it is none. */
export function ownPath(catalogue: Catalogue | undefined, text: string): string | null {
  const path = text.trim();
  return /^\/\S+$/.test(path) && !knownAt(catalogue, path) ? path : null;
}
