/**
 * The first schema. Times are Unix milliseconds; a NULL number of bytes is unknown.
 * Released: never change it; add a migration.
 */
export const begin = `
CREATE TABLE engines (
  id INTEGER PRIMARY KEY,
  -- What the core calls the engine.
  key TEXT NOT NULL UNIQUE,
  usage_known_since_ms INTEGER,
  references_seen_at_ms INTEGER
) STRICT;

-- Each diffID once: images name them by number, which keeps the file small and reading it fast.
CREATE TABLE layers (
  id INTEGER PRIMARY KEY,
  diff_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE images (
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  image_id TEXT NOT NULL,
  -- JSON: [[platform, unpacked bytes or null, [numbers of layers, base first]], …]
  stacks TEXT NOT NULL,
  PRIMARY KEY (engine_id, image_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE histories (
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  image_id TEXT NOT NULL,
  platform TEXT NOT NULL,
  -- JSON: entries, oldest first
  entries TEXT NOT NULL,
  PRIMARY KEY (engine_id, image_id, platform)
) STRICT;

-- Where each reference pointed, and from when to when. lost_at_ms is NULL while it still holds.
CREATE TABLE sightings (
  id INTEGER PRIMARY KEY,
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  reference TEXT NOT NULL,
  image_id TEXT NOT NULL,
  first_seen_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL,
  lost_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX sightings_holding ON sightings (engine_id, reference) WHERE lost_at_ms IS NULL;
CREATE INDEX sightings_of_engine ON sightings (engine_id, lost_at_ms);

CREATE TABLE usage (
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  image_id TEXT NOT NULL,
  last_used_at_ms INTEGER NOT NULL,
  container_name TEXT NOT NULL,
  PRIMARY KEY (engine_id, image_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  type TEXT NOT NULL,
  action TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  -- Text: more digits than a number holds.
  time_nano TEXT NOT NULL,
  UNIQUE (engine_id, time_nano, type, action, actor_id)
) STRICT;
CREATE INDEX events_by_time ON events (engine_id, time_ms, id);

CREATE TABLE totals (
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  taken_at_ms INTEGER NOT NULL,
  image_count INTEGER NOT NULL,
  layer_count INTEGER NOT NULL,
  layer_bytes INTEGER,
  reclaimable_bytes INTEGER,
  PRIMARY KEY (engine_id, taken_at_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_runs (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  started_at_ms INTEGER NOT NULL,
  finished_at_ms INTEGER,
  promised_bytes INTEGER NOT NULL,
  promised_exactly INTEGER NOT NULL,
  measured_bytes INTEGER
) STRICT;

CREATE TABLE journal_items (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES journal_runs (run_id),
  image_id TEXT NOT NULL,
  -- NULL when the image was removed by ID.
  reference TEXT,
  -- JSON lists
  image_references TEXT NOT NULL,
  digests TEXT NOT NULL,
  reasons TEXT NOT NULL,
  recoverable TEXT NOT NULL,
  outcome TEXT NOT NULL,
  error_detail TEXT NOT NULL,
  finished_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX journal_items_of_run ON journal_items (run_id, image_id, ifnull(reference, ''));

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
