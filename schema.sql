-- The whole schema of a pursuant database.
--
-- Two tables hold what can't be made again: `text` and `event`. Rows are added to them and never changed; their changes come as
-- migrations (src/store/migrations.rs). Every other table is derived from these two, the rules and the calendar: it is dropped
-- and made again where its layout differs, rebuilt by `verify --repair`, and never migrated.
--
-- Days are ISO 8601 text (`2026-11-24`), so that they compare as text; 9999-12-31 is the day after the last.

-- Kept ------------------------------------------------------------------------------------------------------------

-- A text as read: the canonical JSON of its structure, not the file. Added, never replaced.
CREATE TABLE text (
  hash       TEXT PRIMARY KEY CHECK (length(hash) = 64),  -- SHA-256 of body
  symbol     TEXT NOT NULL,                               -- printed on the document
  language   TEXT NOT NULL,                               -- ISO 639-1
  reader     TEXT NOT NULL,                               -- akn, docx, pdf, html, text; list for a list of documents
  structure  INTEGER NOT NULL,                            -- version of the structure in body
  body       TEXT NOT NULL
) STRICT;
CREATE INDEX text_symbol ON text (symbol);

-- The log: EVENTS.md to the letter. `bytes` is canonical JSON whose SHA-256 is `id`; the other columns are read from it.
CREATE TABLE event (
  seq     INTEGER PRIMARY KEY,                            -- order of arrival in this file; means nothing elsewhere
  id      TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
  bytes   TEXT NOT NULL,
  kind    TEXT GENERATED ALWAYS AS (json_extract(bytes, '$.kind')) VIRTUAL,
  at      TEXT GENERATED ALWAYS AS (json_extract(bytes, '$.at')) VIRTUAL,
  author  TEXT GENERATED ALWAYS AS (json_extract(bytes, '$.by')) VIRTUAL,
  "on"    TEXT GENERATED ALWAYS AS (json_extract(bytes, '$.on')) VIRTUAL,
  symbol  TEXT GENERATED ALWAYS AS (json_extract(bytes, '$.subject.clause.key.symbol')) VIRTUAL,
  payload TEXT GENERATED ALWAYS AS (json_extract(bytes, '$.payload')) VIRTUAL
) STRICT;

CREATE TRIGGER text_no_update BEFORE UPDATE ON text BEGIN SELECT RAISE(ABORT, 'a text is never changed'); END;
CREATE TRIGGER text_no_delete BEFORE DELETE ON text BEGIN SELECT RAISE(ABORT, 'a text is never deleted'); END;
CREATE TRIGGER text_no_replace BEFORE INSERT ON text WHEN EXISTS (SELECT 1 FROM text WHERE hash = NEW.hash)
  BEGIN SELECT RAISE(ABORT, 'this text is there'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
  WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'this event is there'); END;

-- Derived: everything below is dropped and made again -------------------------------------------------------------

-- What made the derived tables: `layout`, `rules`, `calendar`.
CREATE TABLE made_by (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- What is computed of each event once: its time (EVENTS.md, Folding), its action, the clause it names.
CREATE TABLE entry (
  seq    INTEGER PRIMARY KEY REFERENCES event (seq),
  time   INTEGER NOT NULL,                                -- milliseconds; later than every parent's
  action INTEGER NOT NULL,                                -- seq of the first event of its command
  live   INTEGER NOT NULL CHECK (live IN (0, 1)),         -- no live retraction names it
  kind   TEXT NOT NULL,
  symbol TEXT,                                            -- of the clause, or of the text that a load names
  clause INTEGER,                                         -- first bits of the hash of the clause's key
  target TEXT,                                            -- of a retraction: the event that it names
  moves  INTEGER NOT NULL CHECK (moves IN (0, 1))         -- carries pairs of keys: logs go from one clause to another
) STRICT;
CREATE INDEX entry_moves ON entry (moves) WHERE moves = 1;
CREATE INDEX entry_clause ON entry (clause) WHERE clause IS NOT NULL;
CREATE INDEX entry_symbol ON entry (symbol, kind) WHERE symbol IS NOT NULL;
CREATE INDEX entry_kind ON entry (kind);
CREATE INDEX entry_action ON entry (action);
CREATE INDEX entry_target ON entry (target) WHERE target IS NOT NULL;

-- The texts that loads brought in, live or not, with what decides which one is current (DESIGN.md, invariant 7).
CREATE TABLE loaded (
  seq            INTEGER PRIMARY KEY REFERENCES event (seq),
  symbol         TEXT NOT NULL,
  text           TEXT NOT NULL,                           -- hash
  file           TEXT NOT NULL,                           -- hash of the file
  name           TEXT NOT NULL,
  language       TEXT NOT NULL,
  edition        INTEGER NOT NULL,                        -- rank: original, reissue, corrigendum
  reader         TEXT NOT NULL,
  reader_rank    INTEGER NOT NULL,                        -- XML, Word, PDF, HTML, text
  reader_version INTEGER NOT NULL,
  structure      INTEGER NOT NULL,
  day            TEXT NOT NULL                            -- by the loader's own clock and offset
) STRICT;
CREATE INDEX loaded_symbol ON loaded (symbol);
CREATE INDEX loaded_file ON loaded (file);

-- Events that no other event names as its parent.
CREATE TABLE head (id TEXT PRIMARY KEY) STRICT;

-- The current text of each symbol.
CREATE TABLE resolution (
  id           INTEGER PRIMARY KEY,
  symbol       TEXT NOT NULL UNIQUE,
  text         TEXT NOT NULL REFERENCES text (hash),
  rules        INTEGER NOT NULL,                          -- version of the rules that read it
  kind         TEXT NOT NULL,                             -- resolution, decision, draft
  language     TEXT NOT NULL,
  title        TEXT NOT NULL,                             -- or what stands in for it
  organ        TEXT,
  session      TEXT,
  adopted      TEXT,
  issued       TEXT,
  meeting      TEXT,
  agenda_item  TEXT,                                      -- joined by `; `
  committee    TEXT,
  drafts       TEXT NOT NULL,                             -- joined by `; `
  stands_from  TEXT NOT NULL,                             -- adoption, or a draft's date: not shown before
  stands_until TEXT NOT NULL,                             -- a draft: adoption of what it became
  watched      TEXT NOT NULL,                             -- from when this office answers for it
  sort         TEXT NOT NULL UNIQUE,                      -- the symbol with its numbers padded
  stem         TEXT NOT NULL,                             -- the title without years and numbers: equal in a series
  next         TEXT                                       -- symbol of the text that follows it in its series
) STRICT;
CREATE INDEX resolution_session ON resolution (session);
CREATE INDEX resolution_stem ON resolution (stem) WHERE stem <> '';
CREATE INDEX resolution_next ON resolution (next) WHERE next IS NOT NULL;

-- Which resolutions a text names: what follows what is looked for among these and under the same stem.
CREATE TABLE recall (
  symbol     TEXT NOT NULL,                               -- as it names it
  resolution INTEGER NOT NULL REFERENCES resolution (id) ON DELETE CASCADE,
  PRIMARY KEY (symbol, resolution)
) STRICT, WITHOUT ROWID;
CREATE INDEX recall_resolution ON recall (resolution);

-- Other names of a text: `A/RES/75/253A` for `A/RES/75/253`.
CREATE TABLE alias (
  alias   TEXT NOT NULL,
  symbol  TEXT NOT NULL,                                  -- under which it stands
  said_by TEXT NOT NULL,                                  -- the text that says so
  PRIMARY KEY (alias, symbol, said_by)
) STRICT, WITHOUT ROWID;

-- Every paragraph, preambular, operative and of annexes: what `search` reads.
CREATE TABLE paragraph (
  id         INTEGER PRIMARY KEY,
  resolution INTEGER NOT NULL REFERENCES resolution (id) ON DELETE CASCADE,
  block      INTEGER NOT NULL,                            -- index in the text's blocks
  role       TEXT NOT NULL,
  place      TEXT,                                        -- `VI.6`; null where it has no number
  text       TEXT NOT NULL                                -- chapeau and parts with their labels
) STRICT;
CREATE INDEX paragraph_resolution ON paragraph (resolution, block);
CREATE VIRTUAL TABLE paragraph_search USING fts5 (
  text, content = 'paragraph', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

-- One directive clause, with corrections laid over what the rules read.
CREATE TABLE obligation (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,                    -- full id, `A/RES/75/276:8-requests`
  resolution     INTEGER NOT NULL REFERENCES resolution (id) ON DELETE CASCADE,
  paragraph      INTEGER NOT NULL REFERENCES paragraph (id) ON DELETE CASCADE,
  nth            INTEGER NOT NULL,                        -- order in the text
  clause         INTEGER NOT NULL,                        -- first bits of the hash of its key
  key            TEXT NOT NULL,                           -- the key (src/store/key.rs)
  place          TEXT NOT NULL,                           -- `VI.6`
  part           TEXT,
  verb           TEXT NOT NULL,
  force          TEXT NOT NULL,
  kind           TEXT NOT NULL,
  spans          TEXT NOT NULL,                           -- bytes of verb and actor in chapeau or part, of the clause in paragraph.text
  deadline       TEXT,                                    -- JSON
  due_body       TEXT,                                    -- of a deadline that names a session
  due_session    INTEGER,
  recurrence     TEXT,
  recipient      TEXT,
  conditions     TEXT NOT NULL,                           -- kinds joined by blanks
  self_executing TEXT,
  undated        TEXT,                                    -- JSON: why it has no window
  doubts         TEXT NOT NULL,                           -- fields that are to check, joined by blanks
  added          INTEGER NOT NULL CHECK (added IN (0, 1)),-- by hand
  dismissed      INTEGER NOT NULL CHECK (dismissed IN (0, 1)),
  spells         INTEGER NOT NULL,                        -- how many turns it has: 1 for most
  logged         INTEGER NOT NULL CHECK (logged IN (0, 1)),-- has rows in remark
  lead           TEXT,                                    -- the office that has it now
  next           TEXT,                                    -- id of the request that repeats it
  mandate        TEXT                                     -- JSON: until when the mandate runs that a recurring one reports on
) STRICT;
CREATE INDEX obligation_resolution ON obligation (resolution, nth);
CREATE INDEX obligation_paragraph ON obligation (paragraph);
CREATE INDEX obligation_clause ON obligation (clause);
CREATE INDEX obligation_kind ON obligation (kind);
CREATE INDEX obligation_due_session ON obligation (due_session, due_body) WHERE due_session IS NOT NULL;
CREATE INDEX obligation_lead ON obligation (lead) WHERE lead IS NOT NULL;

CREATE TABLE addressee (
  obligation INTEGER NOT NULL REFERENCES obligation (id) ON DELETE CASCADE,
  nth        INTEGER NOT NULL,
  name       TEXT NOT NULL,
  actor      TEXT,                                        -- of the lexicon
  PRIMARY KEY (obligation, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX addressee_actor ON addressee (actor, obligation) WHERE actor IS NOT NULL;

-- Runs of days on which one occurrence has one window and one status (src/track): SQL only compares days.
CREATE TABLE spell (
  id           INTEGER PRIMARY KEY,
  obligation   INTEGER NOT NULL REFERENCES obligation (id) ON DELETE CASCADE,
  turn         TEXT,                                      -- null for a one-off obligation
  since        TEXT NOT NULL,                             -- first day
  until        TEXT NOT NULL,                             -- first day after it
  opens        TEXT,
  closes       TEXT,                                      -- last day on which it is on time
  opens_basis  TEXT,
  closes_basis TEXT,
  status       TEXT NOT NULL,
  closed       INTEGER NOT NULL CHECK (closed IN (0, 1)),
  owed         INTEGER NOT NULL CHECK (owed IN (0, 1)),   -- 0 for a self-executing decision and in a draft: nobody can be late with it
  status_on    TEXT,
  status_event TEXT,
  said_undone  INTEGER NOT NULL CHECK (said_undone IN (0, 1)),
  outstanding  INTEGER NOT NULL CHECK (outstanding IN (0, 1)) -- once late: watched before it closed, or said not to be done
) STRICT;
CREATE INDEX spell_obligation ON spell (obligation, since, until);
-- What is late on a day: read in the order of the last day, from the index alone.
CREATE INDEX spell_late ON spell (outstanding, closes, until, since, obligation) WHERE owed = 1 AND closed = 0 AND closes IS NOT NULL;

-- What closes in a time, whatever its status.
CREATE INDEX spell_closes ON spell (closes) WHERE closes IS NOT NULL;
-- What has a status that somebody recorded.
CREATE INDEX spell_status ON spell (status, until) WHERE status_event IS NOT NULL;

-- How much has a time and how much is late: by how much each figure changes on a day (src/store/tally.rs).
CREATE TABLE tally (
  day               TEXT PRIMARY KEY,
  dated             INTEGER NOT NULL,                     -- obligations with a time
  outstanding       INTEGER NOT NULL,                     -- late obligations
  outstanding_turns INTEGER NOT NULL,
  no_record         INTEGER NOT NULL,
  no_record_turns   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the log says beside the status: notes, reasons, evidence, assignments, plans, statuses of one addressee. Day by day,
-- so that lists read it without folding the log.
CREATE TABLE remark (
  id         INTEGER PRIMARY KEY,
  obligation INTEGER NOT NULL REFERENCES obligation (id) ON DELETE CASCADE,
  turn       TEXT,
  since      TEXT NOT NULL,                               -- holds from this day
  kind       TEXT NOT NULL,                               -- note, reason, evidence, assign, plan, status, defer
  value      TEXT,
  actor      TEXT,                                        -- of whose own status it speaks
  author     TEXT NOT NULL,
  event      TEXT NOT NULL
) STRICT;
CREATE INDEX remark_obligation ON remark (obligation, since);

-- Documents that answer or prove: from lists of issued documents and from evidence.
CREATE TABLE document (
  symbol    TEXT PRIMARY KEY,
  title     TEXT,
  published TEXT,
  answers   TEXT,                                         -- ids that the list names, joined by `; `
  source    TEXT NOT NULL                                 -- hash of the list
) STRICT;
-- Either half of a double symbol.
CREATE TABLE document_half (half TEXT NOT NULL, symbol TEXT NOT NULL, PRIMARY KEY (half, symbol)) STRICT, WITHOUT ROWID;

-- What the planner is told of the tables, so that a small database is asked as a large one is: rows, then rows of one value of
-- the first column, of the first two, and so on; as in a database of 77,000 resolutions.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('event', 'sqlite_autoindex_event_1', '1000000 1'),
  ('text', 'sqlite_autoindex_text_1', '80000 1'), ('text', 'text_symbol', '80000 1'),
  ('entry', 'entry_clause', '900000 2'), ('entry', 'entry_symbol', '1000000 13 6'), ('entry', 'entry_kind', '1000000 80000'),
  ('entry', 'entry_action', '1000000 50'), ('entry', 'entry_target', '10000 1'), ('entry', 'entry_moves', '100 100'),
  ('loaded', 'loaded_symbol', '80000 1'), ('loaded', 'loaded_file', '80000 1'),
  ('resolution', 'sqlite_autoindex_resolution_1', '77000 1'), ('resolution', 'sqlite_autoindex_resolution_2', '77000 1'),
  ('resolution', 'resolution_session', '70000 400'),
  ('paragraph', 'paragraph_resolution', '2500000 33 1'),
  ('obligation', 'sqlite_autoindex_obligation_1', '1000000 1'), ('obligation', 'obligation_resolution', '1000000 13 1'),
  ('obligation', 'obligation_paragraph', '1000000 2'), ('obligation', 'obligation_clause', '1000000 1'),
  ('obligation', 'obligation_kind', '1000000 150000'), ('obligation', 'obligation_due_session', '180000 900 800'),
  ('obligation', 'obligation_lead', '100000 2000'),
  ('addressee', 'addressee', '1050000 1 1'), ('addressee', 'addressee_actor', '900000 8000 1'),
  ('spell', 'spell_obligation', '2000000 2 1 1'), ('spell', 'spell_late', '900000 450000 30 20 10 1'),
  ('spell', 'spell_closes', '1400000 50'), ('spell', 'spell_status', '900000 200000 3000'),
  ('remark', 'remark_obligation', '1000000 2 1'),
  ('tally', 'tally', '25000 1');
ANALYZE sqlite_schema;
