import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "../src/parts/arrows.ts";

test("arrows go to the next place and stay within", () => {
  const lengths = [3, 3, 2];
  assert.deepEqual(after("ArrowDown", [0, 2], lengths), [1, 2]);
  assert.deepEqual(after("ArrowDown", [1, 2], lengths), [2, 1]);
  assert.deepEqual(after("ArrowUp", [0, 1], lengths), [0, 1]);
  assert.deepEqual(after("ArrowRight", [2, 0], lengths), [2, 1]);
  assert.deepEqual(after("ArrowLeft", [0, 0], lengths), [0, 0]);
  assert.deepEqual(after("End", [0, 0], lengths), [0, 2]);
  assert.deepEqual(after("Home", [1, 2], lengths), [1, 0]);
  assert.deepEqual(after("PageDown", [0, 0], lengths), [2, 0]);
  assert.equal(after("Enter", [0, 0], lengths), null);
  assert.equal(after("ArrowDown", [0, 0], []), null);
});
