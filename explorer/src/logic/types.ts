// What comes from Home Assistant, as far as the page uses it.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Step = string | number;

export interface Write {
  methods: string[];
  effect: string;
  risk: "low" | "medium" | "high";
  reason: string;
  content: string;
  locked: boolean;
  locked_page: string | null;
  examples: Record<string, string>;
  choices: Record<string, string[]>;
  /** What the gateway makes by itself, whatever is written. */
  own: string[];
  /** Whether a write has the form of what the page shows. */
  as_shown: boolean;
}

export interface Endpoint {
  path: string;
  endpoint: string | null;
  name: string;
  about: string;
  topic: string;
  role: string | null;
  role_note: string | null;
  readable: boolean;
  probable: boolean;
  returns: string;
  slow: number;
  starts: string | null;
  firmware: string | null;
  write: Write | null;
}

export interface Catalogue {
  topics: string[];
  endpoints: Endpoint[];
}

export interface Probe {
  at: string;
  firmware: string;
  account: string;
  answers: Record<string, boolean>;
}

export interface Gateway {
  id: string;
  title: string;
  serial: string | null;
  /** Whether it is a recording, and no gateway. */
  recording: boolean;
  /** Whether nothing that writes leaves, as in each recording. */
  rehearsing: boolean;
  state: string;
  reason: string | null;
  firmware: string | null;
  account: string | null;
  who_may_send: string;
  opened_pages: string[];
  allowed_endpoints: string[];
  probe: Probe | null;
}

export interface Failure {
  code?: string | number;
  message?: string;
  translation_key?: string | null;
  translation_domain?: string | null;
  translation_placeholders?: Record<string, string> | null;
}

export interface ProbeEvent {
  total?: number;
  path?: string;
  answered?: boolean;
  status?: number | null;
  ended?: boolean;
  error?: Failure | null;
}

/** How far a recording is. */
export interface Progress {
  done: number;
  total: number;
  endpoint: string;
}

/** What `record_gateway` returns, as far as the page shows it. */
export interface Recorded {
  asked: number;
  answered: number;
  bytes: number;
  file: string;
  download: string | null;
  replaced: Record<string, number>;
}

export interface Note {
  field?: string;
  meaning?: string;
  unit?: string | null;
  sign?: string | null;
  [key: string]: Json | undefined;
}

export interface Metadata {
  status: number;
  content_type: string;
  bytes: number;
  read_at: string;
  age: number;
  duration: number;
  from_cache: boolean;
  attempts: number;
  firmware: string;
  /** Whether a recording has answered, so that it was read some time ago. */
  recording?: boolean;
  hints?: string[];
  notes?: Note[];
}

export interface Change {
  path: string;
  from?: Json;
  to?: Json;
  added?: Json;
  removed?: Json;
  reordered?: Json;
}

export interface Comparison {
  changes: Change[] | null;
  left_out: { path: string; value: Json }[] | null;
  would_be_refused: string | null;
  method: string;
  address: string;
  body: string;
  reason?: string;
}

export interface Unshown {
  path: string;
  wanted?: Json;
  found?: Json;
}

export interface Verification {
  verified: boolean;
  differences: Unshown[];
  after: number;
  reason?: string;
}

export interface RecordedWrite {
  id: string | null;
  at: string;
  by: string | null;
  endpoint: string;
  method: string;
  status: number | null;
  verified: boolean | null;
  changes: Change[] | null;
  can_be_restored: boolean;
  reason: string | null;
  /** Whether it was only rehearsed; then the others are there, too. */
  rehearsed?: boolean;
  can_be_sent?: boolean;
  send_reason?: string | null;
  sent_as?: string | null;
}

export interface Pending {
  id: string;
  at: string;
  by: string | null;
  endpoint: string;
  changes: Change[];
  waits_for_owner: boolean;
  reason: string | null;
}

export type Say = (key: string, facts?: Record<string, string | number>) => string;

export interface Hass {
  language: string;
  dockedSidebar?: string;
  services: Record<string, Record<string, { fields?: Record<string, unknown> }>>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  connection: {
    addEventListener(name: string, tell: () => void): void;
    removeEventListener(name: string, tell: () => void): void;
    subscribeMessage<T>(
      callback: (event: T) => void,
      message: Record<string, unknown>,
      options?: { resubscribe?: boolean },
    ): Promise<() => Promise<void>>;
  };
  localize(key: string, facts?: Record<string, string | number>): string;
  loadBackendTranslation(category: string, integration: string): Promise<Hass["localize"]>;
}
