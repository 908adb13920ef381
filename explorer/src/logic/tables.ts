// A list of objects as a table that can be sorted.

import { isObject } from "./paths.ts";
import type { Json } from "./types.ts";

export type Row = { [key: string]: Json };

/** More columns than this nobody compares; the tree has the rest. */
export const MOST_COLUMNS = 40;

// Rows that are looked at for names of columns; lists of a gateway are alike.
const LOOKED_AT = 200;

/** Whether a value is best seen as a table. */
export function isTable(value: Json | undefined): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** The columns in the order in which they appear. */
export function columnsOf(rows: readonly Row[]): string[] {
  return namesIn(rows).slice(0, MOST_COLUMNS);
}

/** How many columns don't fit. */
export function hiddenColumns(rows: readonly Row[]): number {
  return Math.max(namesIn(rows).length - MOST_COLUMNS, 0);
}

function namesIn(rows: readonly Row[]): string[] {
  return [...new Set(rows.slice(0, LOOKED_AT).flatMap(Object.keys))];
}

/** The numbers of the rows in the order of a column: numbers before texts, none last. */
export function sortedBy(rows: readonly Row[], column: string, down: boolean): number[] {
  const cell = (index: number): Json | undefined => rows[index]?.[column];
  const order = [...rows.keys()];
  order.sort((one, other) => {
    const [a, b] = [cell(one), cell(other)];
    const rank = rankOf(a) - rankOf(b);
    if (rank) {
      return rank;
    }
    const difference = compared(a, b);
    return down ? -difference : difference;
  });
  return order;
}

function rankOf(value: Json | undefined): number {
  if (value === undefined || value === null) {
    return 2;
  }
  return typeof value === "number" ? 0 : 1;
}

function compared(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === "number" && typeof b === "number") {
    return a - b;
  }
  return text(a).localeCompare(text(b), undefined, { numeric: true });
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
