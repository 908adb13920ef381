// From a value that was clicked to the JMESPath expression that selects it.

import type { Json, Step } from "./types.ts";

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The expression of a value; with `all`, of its likes in every element of the lists. */
export function expressionOf(path: readonly Step[], all = false): string {
  let expression = "";
  for (const step of path) {
    if (typeof step === "number") {
      expression += all ? "[]" : `[${step}]`;
    } else {
      const name = PLAIN.test(step) ? step : JSON.stringify(step);
      expression += expression ? `.${name}` : name;
    }
  }
  return expression || "@";
}

/** Whether a path goes through a list, so that there are others like the value. */
export function hasLikes(path: readonly Step[]): boolean {
  return path.some((step) => typeof step === "number") && path.length > 1;
}

/** What is at a path; undefined if nothing is. */
export function valueAt(value: Json, path: readonly Step[]): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(found) && typeof step === "number") {
      found = found[step];
    } else if (isObject(found) && Object.hasOwn(found, step)) {
      found = found[step];
    } else {
      return undefined;
    }
  }
  return found;
}

/** Whether something is an object of JSON. */
export function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The names or numbers under which something has its parts; none for a plain value. */
export function stepsOf(value: Json): Step[] {
  if (Array.isArray(value)) {
    return Array.from(value.keys());
  }
  return isObject(value) ? Object.keys(value) : [];
}
