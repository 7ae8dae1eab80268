/**
 * What a clean-up people trust has to remember: runs with their state and owner, items with what was promised and measured,
 * policies, pins, days to try policies on, what registries said, and what happened by itself.
 * Released: never change it; add a migration.
 */
export const cleanUp = `
-- How far use was watched: silence after it means nothing. What is known of older files is when they last read the engine.
ALTER TABLE engines ADD COLUMN usage_watched_until_ms INTEGER;
UPDATE engines SET usage_watched_until_ms = max(usage_known_since_ms, ifnull(references_seen_at_ms, 0))
WHERE usage_known_since_ms IS NOT NULL;

ALTER TABLE journal_runs ADD COLUMN endpoint TEXT NOT NULL DEFAULT '';
ALTER TABLE journal_runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'clean-up';
ALTER TABLE journal_runs ADD COLUMN begun_by TEXT NOT NULL DEFAULT 'person';
ALTER TABLE journal_runs ADD COLUMN policy_name TEXT NOT NULL DEFAULT '';
ALTER TABLE journal_runs ADD COLUMN state TEXT NOT NULL DEFAULT 'interrupted';
ALTER TABLE journal_runs ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE journal_runs ADD COLUMN follows TEXT;
ALTER TABLE journal_runs ADD COLUMN is_dismissed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX journal_runs_open ON journal_runs (engine_id) WHERE finished_at_ms IS NULL;

ALTER TABLE journal_items ADD COLUMN effect TEXT NOT NULL DEFAULT 'remove';
-- JSON list
ALTER TABLE journal_items ADD COLUMN pull_from TEXT NOT NULL DEFAULT '[]';
ALTER TABLE journal_items ADD COLUMN parked_as TEXT;
ALTER TABLE journal_items ADD COLUMN archive TEXT;
ALTER TABLE journal_items ADD COLUMN promised_bytes INTEGER;
ALTER TABLE journal_items ADD COLUMN promised_exactly INTEGER NOT NULL DEFAULT 0;
-- NULL is unknown
ALTER TABLE journal_items ADD COLUMN measured_bytes INTEGER;
ALTER TABLE journal_items ADD COLUMN difference TEXT;

UPDATE journal_runs SET state = CASE
  WHEN EXISTS (
    SELECT 1 FROM journal_items AS item
    WHERE item.run_id = journal_runs.run_id AND item.outcome NOT IN ('removed', 'untagged', 'gone')
  ) THEN 'partial'
  ELSE 'succeeded' END
WHERE finished_at_ms IS NOT NULL;

-- An image that kept some of its tags was only to lose the others.
UPDATE journal_items SET effect = 'untag' WHERE reference IS NOT NULL AND EXISTS (
  SELECT 1
  FROM json_each(CASE WHEN json_valid(image_references) THEN image_references ELSE '[]' END) AS tag
  WHERE NOT EXISTS (
    SELECT 1 FROM journal_items AS other
    WHERE other.run_id = journal_items.run_id AND other.image_id = journal_items.image_id
      AND other.reference = tag.value
  )
);

CREATE INDEX journal_items_parked ON journal_items (parked_as) WHERE parked_as IS NOT NULL;

-- One image may both lose a reference and be restored under it, in one run.
DROP INDEX journal_items_of_run;
CREATE UNIQUE INDEX journal_items_of_run ON journal_items (run_id, image_id, effect, ifnull(reference, ''));

CREATE TABLE policies (
  name TEXT PRIMARY KEY,
  -- JSON: RulePolicy
  policy TEXT NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pins (
  id INTEGER PRIMARY KEY,
  -- JSON, keys in a fixed order: the same pin is the same text.
  pin TEXT NOT NULL UNIQUE,
  added_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE days (
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  day_ms INTEGER NOT NULL,
  taken_at_ms INTEGER NOT NULL,
  -- JSON: numbers of the layers it names, so that they are not swept.
  layers TEXT NOT NULL,
  -- Deflated JSON, see pack-day.ts.
  content BLOB NOT NULL,
  PRIMARY KEY (engine_id, day_ms)
) STRICT;

CREATE TABLE registry_checks (
  engine_id INTEGER NOT NULL REFERENCES engines (id),
  reference TEXT NOT NULL,
  checked_at_ms INTEGER NOT NULL,
  -- NULL when the registry has it no more.
  digest TEXT,
  PRIMARY KEY (engine_id, reference)
) STRICT, WITHOUT ROWID;

CREATE TABLE automation_log (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  engine TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  event TEXT NOT NULL,
  cause TEXT NOT NULL,
  run_id TEXT,
  promised_bytes INTEGER,
  image_count INTEGER NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX automation_log_by_time ON automation_log (at_ms, id);
`;
