// Arrow keys among many buttons, so that Tab passes all of them in one step.

const STEPS: Record<string, [number, number]> = {
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  End: [0, Infinity],
  Home: [0, -Infinity],
  PageDown: [10, 0],
  PageUp: [-10, 0],
};

/** Where a key leads from a place in rows of so many elements; null if nowhere. */
export function after(
  key: string,
  [row, column]: readonly [number, number],
  lengths: readonly number[],
): [number, number] | null {
  const step = STEPS[key];
  if (!step || !lengths.length) {
    return null;
  }
  const within = (place: number, length: number) => Math.min(Math.max(place, 0), length - 1);
  const next = within(row + step[0], lengths.length);
  return [next, within(column + step[1], lengths[next]!)];
}

/** Move the focus as a key says. Returns whether it was one that moves it. */
export function moved(event: KeyboardEvent, rows: readonly HTMLElement[][]): boolean {
  const at = event.target as HTMLElement;
  const row = rows.findIndex((one) => one.includes(at));
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const lengths = rows.map((one) => one.length);
  const to = isPlain && row >= 0 ? after(event.key, [row, rows[row]!.indexOf(at)], lengths) : null;
  if (!to) {
    return false;
  }
  event.preventDefault();
  rows[to[0]]![to[1]]!.focus();
  return true;
}

/** Let Tab stop at one of the elements alone: the one that had the focus, or the first. */
export function oneStop(elements: readonly HTMLElement[], wanted?: EventTarget | null): void {
  const stop =
    elements.find((one) => one === wanted) ??
    elements.find((one) => one.tabIndex === 0 && one.dataset.stop === "") ??
    elements[0];
  for (const one of elements) {
    one.tabIndex = one === stop ? 0 : -1;
    one.toggleAttribute("data-stop", one === stop);
  }
}
