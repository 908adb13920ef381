// The scalars of a JSON text as fields. The text stays what is sent: a field is a piece
// of it, so going from one to the other and back loses nothing, not even a digit.

import { brokenLine } from "./json_text.ts";
import { expressionOf } from "./paths.ts";
import type { Step } from "./types.ts";

export type FieldKind = "null" | "number" | "switch" | "text";

export interface Field {
  path: Step[];
  /** The path as an expression. */
  name: string;
  /** Which field it is: its name, and a number if that name stands more than once. */
  key: string;
  kind: FieldKind;
  /** What stands in the text, quotes included. */
  raw: string;
  start: number;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The fields of a text in their order; none if it is no JSON. */
export function fieldsIn(text: string): Field[] {
  const fields: Field[] = [];
  if (brokenLine(text) !== null) {
    return fields;
  }
  const seen = new Map<string, number>();
  const around: { isList: boolean; step: Step | null }[] = [];
  for (const { 0: raw, index: start } of text.matchAll(TOKENS)) {
    const inside = around.at(-1);
    if (raw === "{" || raw === "[") {
      around.push({ isList: raw === "[", step: raw === "[" ? 0 : null });
    } else if (raw === "}" || raw === "]") {
      around.pop();
    } else if (raw === ",") {
      inside!.step = inside!.isList ? Number(inside!.step) + 1 : null;
    } else if (inside?.step === null) {
      inside.step = JSON.parse(raw) as string;
    } else if (raw !== ":") {
      const path = around.map(({ step }) => step!);
      const name = expressionOf(path);
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const key = count > 1 ? `${name} (${count})` : name;
      fields.push({ path, name, key, kind: kindOf(raw), raw, start });
    }
  }
  return fields;
}

function kindOf(raw: string): FieldKind {
  if (raw.startsWith('"')) {
    return "text";
  }
  return raw === "null" ? "null" : raw === "true" || raw === "false" ? "switch" : "number";
}

/** The text with something else in place of a field. */
export function replaced(text: string, field: Field, raw: string): string {
  return text.slice(0, field.start) + raw + text.slice(field.start + field.raw.length);
}

/** A number as it was typed, for JSON; null if it is none. */
export function numberOf(typed: string): string | null {
  const number = typed.trim();
  return NUMBER.test(number) ? number : null;
}

/** The words that a field is known to take; none if it takes any. */
export function choicesOf(field: Field, choices: Record<string, string[]>): string[] {
  const name = field.path.filter((step) => typeof step === "string").join(".");
  return (Object.hasOwn(choices, name) && choices[name]) || [];
}
