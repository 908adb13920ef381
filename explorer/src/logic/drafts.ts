// A write that is being made: it can be sent once, after a preview of exactly that.

import { brokenLine } from "./json_text.ts";
import type { Change, Comparison, Hass, Json, Unshown } from "./types.ts";

export const VERIFY = ["off", "on", "strict"] as const;
export type Verify = (typeof VERIFY)[number];

export interface Draft {
  entryId: string;
  endpoint: string;
  method: string;
  text: string;
  contentType: string;
  /** What was typed into the fields and is no number, by field; it is not in the text. */
  odd: Record<string, string>;
  merge: boolean;
  /** With a merge: whether elements may be added to lists. */
  mergeAdd: boolean;
  verify: Verify;
  /** Minutes after which the write is put back; 0 leaves it. */
  restoreAfter: number;
}

/** What a draft is, to tell it from any other one. */
export function keyOf(draft: Draft): string {
  return JSON.stringify(Object.entries(draft).sort());
}

/** The fields of `send_data`. The text goes as it is: the integration reads the JSON. */
export function fieldsOf(draft: Draft, testMode: boolean): Record<string, unknown> {
  const hasData = draft.text.trim() !== "";
  const merges = draft.merge && draft.method !== "DELETE" && hasData;
  return {
    config_entry_id: draft.entryId,
    endpoint: draft.endpoint,
    method: draft.method,
    ...(hasData ? { data: draft.text } : {}),
    ...(merges ? { merge: true } : {}),
    ...(merges && draft.mergeAdd ? { merge_add: true } : {}),
    ...(draft.contentType === "form" ? { content_type: "form" } : {}),
    ...(draft.restoreAfter > 0 ? { restore_after: { minutes: draft.restoreAfter } } : {}),
    risk_acknowledged: true,
    test_mode: testMode,
    ...(testMode ? { compare: true } : { verify: draft.verify }),
  };
}

/** Whether a draft can be previewed: what doesn't parse goes nowhere. */
export function isWhole(draft: Draft): boolean {
  const isOdd = Object.keys(draft.odd).length > 0;
  return draft.endpoint.startsWith("/") && !isOdd && brokenLine(draft.text) === null;
}

/** Lets a draft through once, after its own preview. */
export class Gate {
  private previewed: string | null = null;

  /** Remember what was seen before it is sent; a draft that would be refused is not. */
  show(key: string, comparison: Comparison | undefined): void {
    this.previewed = comparison && !comparison.would_be_refused ? key : null;
  }

  /** Whether a draft may be sent. */
  isOpenFor(key: string): boolean {
    return this.previewed === key;
  }

  /** Let a draft through, and nothing after it until the next preview. */
  pass(key: string): boolean {
    const open = this.isOpenFor(key);
    this.previewed = null;
    return open;
  }
}

export type Kind = "added" | "changed" | "left_out" | "removed" | "reordered";

export interface Difference {
  path: string;
  kind: Kind;
  before: Json | undefined;
  after: Json | undefined;
}

/** Changes as rows with before and after. */
export function rowsOf(changes: readonly Change[], leftOut: readonly string[] = []): Difference[] {
  const lost = new Set(leftOut);
  return changes.map((change) => {
    const { path } = change;
    if ("added" in change) {
      return { path, kind: "added", before: undefined, after: change.added };
    }
    if ("removed" in change) {
      const kind = lost.has(path) ? "left_out" : "removed";
      return { path, kind, before: change.removed, after: undefined };
    }
    if ("reordered" in change) {
      return { path, kind: "reordered", before: undefined, after: change.reordered };
    }
    return { path, kind: "changed", before: change.from, after: change.to };
  });
}

/** What was sent, beside what the gateway shows instead. */
export function rowOfUnshown({ path, wanted, found }: Unshown): Difference {
  return { path, kind: "changed", before: wanted, after: found };
}

/** The rows of a preview; what a write leaves out is told apart, and comes first. */
export function rowsOfPreview(comparison: Comparison): Difference[] {
  const left = comparison.left_out ?? [];
  const rows = rowsOf(comparison.changes ?? [], left.map((one) => one.path));
  const there = new Set(rows.map((row) => row.path));
  const lost: Difference[] = left
    .filter((one) => !there.has(one.path))
    .map(({ path, value }) => ({ path, kind: "left_out", before: value, after: undefined }));
  return [...lost, ...rows].sort((one, other) => rank(one) - rank(other));
}

function rank(row: Difference): number {
  return row.kind === "left_out" ? 0 : 1;
}

/** Whether an action has a field, also within a section. */
export function hasField(hass: Pick<Hass, "services">, action: string, field: string): boolean {
  const fields = hass.services.enphase_envoy_raw_data?.[action]?.fields ?? {};
  return Object.entries(fields).some(([name, about]) => {
    const inner = (about as { fields?: Record<string, unknown> }).fields;
    return name === field || (!!inner && field in inner);
  });
}
