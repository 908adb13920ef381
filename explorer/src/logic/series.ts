// Numbers that repeat over time, for small plots.

import { expressionOf, isObject, stepsOf } from "./paths.ts";
import type { Json, Step } from "./types.ts";

/** Points that are kept of each; half an hour at one in five seconds. */
export const MOST_POINTS = 360;
/** Numbers that are followed at once. */
export const MOST_SERIES = 200;
/** Plots that are drawn; more are too many to look at. */
export const MOST_PLOTS = 12;
/** Those of numbers that stand still, as long as none moves. */
export const MOST_STILL = 4;

// Values that are looked at for numbers; beyond that a reply is no set of readings.
const MOST_VALUES = 5000;

export interface Point {
  at: number;
  value: number;
}

export interface Series {
  name: string;
  points: Point[];
}

/** The series that a reply continues; those of which it has nothing end. */
export function continued(series: readonly Series[], value: Json, at: number): Series[] {
  const known = new Map(series.map((one) => [one.name, one.points]));
  return numbersIn(value).map(([name, number]) => ({
    name,
    points: [...(known.get(name) ?? []), { at, value: number }].slice(-MOST_POINTS),
  }));
}

/** Those that are drawn: what moves, or some of the rest as long as nothing does. */
export function drawn(series: readonly Series[]): Series[] {
  const moving = series.filter(({ points }) => points.some((p) => p.value !== points[0]?.value));
  return moving.length ? moving.slice(0, MOST_PLOTS) : series.slice(0, MOST_STILL);
}

function numbersIn(value: Json): [string, number][] {
  const found: [string, number][] = [];
  const left: [Step[], Json][] = [[[], value]];
  for (let seen = 0; left.length && seen < MOST_VALUES; seen += 1) {
    const [path, item] = left.shift()!;
    if (typeof item === "number") {
      found.push([expressionOf(path), item]);
      if (found.length === MOST_SERIES) {
        break;
      }
    } else if (Array.isArray(item) || isObject(item)) {
      for (const step of stepsOf(item)) {
        if (left.length > MOST_VALUES) {
          break;
        }
        left.push([[...path, step], (item as Record<Step, Json>)[step]!]);
      }
    }
  }
  return found;
}

/** The line of a plot in a box, as SVG's `points` have it. */
export function lineOf(points: readonly Point[], width: number, height: number): string {
  const values = points.map((point) => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const first = points[0]?.at ?? 0;
  const span = (points.at(-1)?.at ?? 0) - first || 1;
  return points
    .map(({ at, value }) => {
      const x = ((at - first) / span) * width;
      const y = high === low ? height / 2 : height - ((value - low) / (high - low)) * height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
