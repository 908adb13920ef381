import assert from "node:assert/strict";
import { test } from "node:test";
import { expressionOf, hasLikes, stepsOf, valueAt } from "../src/logic/paths.ts";

test("a path becomes an expression", () => {
  assert.equal(expressionOf([]), "@");
  assert.equal(expressionOf(["a", "b_2", 0, "c"]), "a.b_2[0].c");
  assert.equal(expressionOf([3, "watts"]), "[3].watts");
  assert.equal(expressionOf([3, "watts"], true), "[].watts");
});

test("odd names stand in quotes", () => {
  assert.equal(expressionOf(["@serial", "#text"]), '"@serial"."#text"');
  assert.equal(expressionOf(['a"b\\', "2x", "", "é"]), '"a\\"b\\\\"."2x".""."é"');
});

test("there are likes of what is inside a list", () => {
  assert.equal(hasLikes([0, "watts"]), true);
  assert.equal(hasLikes([0]), false);
  assert.equal(hasLikes(["a", "b"]), false);
});

test("a path leads to its value, and never to what JavaScript adds", () => {
  const value = { a: [{ b: null }], __proto__x: 1 };
  assert.equal(valueAt(value, ["a", 0, "b"]), null);
  assert.equal(valueAt(value, ["a", 1, "b"]), undefined);
  assert.equal(valueAt(value, ["constructor"]), undefined);
  assert.equal(valueAt(value, ["a", "length"]), undefined);
});

test("plain values have no parts", () => {
  assert.deepEqual(stepsOf([7, 8]), [0, 1]);
  assert.deepEqual(stepsOf({ x: 1 }), ["x"]);
  assert.deepEqual(stepsOf("text"), []);
  assert.deepEqual(stepsOf(null), []);
});
