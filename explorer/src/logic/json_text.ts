// JSON as text: numbers keep every digit, since nothing is read into a number.

/** The line of what is no JSON, from 1 on; null if the text is JSON or empty. */
export function brokenLine(text: string): number | null {
  if (!text.trim()) {
    return null;
  }
  try {
    JSON.parse(text);
  } catch (err) {
    const words = String(err);
    const line = /line (\d+)/.exec(words)?.[1];
    return line ? Number(line) : lineOfOddToken(text);
  }
  return null;
}

// What may stand outside quotes.
const BARE = /^(?:true|false|null|-?\d[\d.eE+-]*)$/;
const TOKENS = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|"/gs;

/** The line of the first word that is none of JSON's, or else the last one. */
function lineOfOddToken(text: string): number {
  let end = text.length;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (!/^(?:".|[{}[\],:])/s.test(token) && !BARE.test(token)) {
      end = index;
      break;
    }
  }
  return text.slice(0, end).split("\n").length;
}

/** The same JSON with a line for each value. */
export function indented(text: string): string {
  let out = "";
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs) ?? [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    switch (token) {
      case "{":
      case "[":
        depth += 1;
        out += next === "}" || next === "]" ? token : token + line();
        break;
      case "}":
      case "]":
        depth -= 1;
        out += before === "{" || before === "[" ? token : line() + token;
        break;
      case ",":
        out += token + line();
        break;
      case ":":
        out += ": ";
        break;
      default:
        out += token;
    }
  }
  return out;
}

/**
 * The same JSON without the members of some names, on the first level or in the elements
 * of a list there. The rest keeps every digit.
 */
export function without(text: string, names: readonly string[]): string {
  if (!names.length || brokenLine(text) !== null) {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs) ?? [];
  let next = 0;
  const part = (level: number): string => {
    const token = tokens[next++] ?? "";
    const parts: string[] = [];
    if (token === "{") {
      while (tokens[next] !== "}") {
        next += tokens[next] === "," ? 1 : 0;
        const name = tokens[next]!;
        next += 2;
        const value = part(level + 1);
        if (level > 0 || !names.includes(JSON.parse(name) as string)) {
          parts.push(`${name}: ${value}`);
        }
      }
      next += 1;
      return `{${parts.join(", ")}}`;
    }
    if (token === "[") {
      while (tokens[next] !== "]") {
        next += tokens[next] === "," ? 1 : 0;
        parts.push(part(level));
      }
      next += 1;
      return `[${parts.join(", ")}]`;
    }
    return token;
  };
  return part(0);
}
