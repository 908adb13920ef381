// The drafts that were begun, each at the gateway and endpoint that it is for. They are
// there until the browser leaves Home Assistant or loads it anew.

import type { Draft } from "./drafts.ts";
import type { Json, Verification } from "./types.ts";

/** Drafts that are kept; of more, the one that was begun first goes. */
export const MOST_DRAFTS = 50;

export interface Sent {
  /** What was sent where. */
  of: string;
  reply: Json;
  verification: Verification | undefined;
  /** Whether nothing was sent, since a rehearsal is on. */
  rehearsed: boolean;
  /** What is not known of a rehearsed write; empty if it is. */
  effect: string;
}

/** A draft with what has become of it. What was previewed is not kept. */
export interface Kept {
  draft: Draft;
  asText: boolean;
  /** Whether something is asked for it, or sent. */
  busy: boolean;
  sent: Sent | null;
  trouble: string;
}

export class Desk {
  private readonly kept = new Map<string, Kept>();
  private readonly readers = new Set<() => void>();

  /** What is kept for an endpoint of a gateway; if there is nothing, it is begun. */
  at(entryId: string, endpoint: string, begun: () => Draft): Kept {
    const key = JSON.stringify([entryId, endpoint]);
    let kept = this.kept.get(key);
    if (!kept) {
      kept = { draft: begun(), asText: false, busy: false, sent: null, trouble: "" };
      this.kept.set(key, kept);
      for (const [other, { busy }] of this.kept) {
        if (this.kept.size > MOST_DRAFTS && other !== key && !busy) {
          this.kept.delete(other);
        }
      }
    }
    return kept;
  }

  /** Change what is kept, and say so to whoever shows it. */
  change(kept: Kept, part: Partial<Kept>): void {
    Object.assign(kept, part);
    for (const tell of this.readers) {
      tell();
    }
  }

  /** Be told of each change. Returns how to end that. */
  follow(tell: () => void): () => void {
    this.readers.add(tell);
    return () => void this.readers.delete(tell);
  }
}

/** That of this window. */
export const desk = new Desk();
